//! Requests and waiting.

use portico_core::{
    ObjectText,
    ports::{HttpRequest, HttpResponse, NoAnswer, Timers, Transport},
};

use super::{Ask, Browser};

impl Transport for Browser {
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, NoAnswer>> {
        let HttpRequest { method, url, headers, body } = request;
        let headers = headers.iter().fold(ObjectText::new(), |text, (name, value)| text.text(name, value)).end();
        let id = self.ports.send(method, &url, &headers, body.as_deref());
        Ask::new(&self.ports, id, |question, outcome| match u16::try_from(outcome) {
            Ok(0) | Err(_) => Err(NoAnswer::Lost),
            Ok(1) => Err(NoAnswer::Offline),
            Ok(status) => {
                let mut headers = Vec::new();
                while let Some(name) = question.text() {
                    headers.push((name, question.text().unwrap_or_default()));
                }
                Ok(HttpResponse { status, headers, body: question.bytes().unwrap_or_default() })
            }
        })
    }

    fn online(&self) -> impl Future<Output = ()> {
        Ask::new(&self.ports, self.ports.online(), |_, _| ())
    }
}

impl Timers for Browser {
    fn sleep(&self, milliseconds: u32) -> impl Future<Output = ()> {
        Ask::new(&self.ports, self.ports.sleep(milliseconds), |_, _| ())
    }
}
