//! Work that goes on after an export has returned. All of it comes boxed, so that there is one kind.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

/// Work in a box.
pub(super) type Work = Pin<Box<dyn Future<Output = ()>>>;

struct Task {
    work: Work,
    due: Arc<Due>,
    waker: Waker,
}

/// Whether a task has something to do.
struct Due(AtomicBool);

impl Wake for Due {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

thread_local! {
    static TASKS: RefCell<Vec<Task>> = const { RefCell::new(Vec::new()) };
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

/// Takes `work` in, for the next [`run`].
pub(super) fn add(work: Work) {
    let due = Arc::new(Due(AtomicBool::new(true)));
    let waker = Waker::from(Arc::clone(&due));
    TASKS.with_borrow_mut(|tasks| tasks.push(Task { work, due, waker }));
}

/// Goes on until nothing is due. Called inside a run, it leaves the work to that one: a task that is being polled may
/// hold a borrow that another one would need.
pub(super) fn run() {
    if RUNNING.replace(true) {
        return;
    }
    while let Some(mut task) = next() {
        if task.work.as_mut().poll(&mut Context::from_waker(&task.waker)).is_pending() {
            TASKS.with_borrow_mut(|tasks| tasks.push(task));
        }
    }
    RUNNING.set(false);
}

/// The first task that is due, taken out, so that nothing is borrowed while it is polled.
fn next() -> Option<Task> {
    TASKS.with_borrow_mut(|tasks| {
        let place = tasks.iter().position(|task| task.due.0.swap(false, Ordering::Relaxed))?;
        Some(tasks.remove(place))
    })
}
