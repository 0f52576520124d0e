//! Pages of lists: by limit and offset, or by size and number, which win.

use portico_model::passport::{ListPage, ListRequest, PassportCode};

use super::filter::FilterFault;

const MOST_BY_LIMIT: i64 = 100;
const MOST_BY_PAGE: i64 = 1_000;

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    offset: i64,
    size: i64,
    page: Option<i64>,
}

impl Window {
    /// Reads what a list's body says about it.
    pub(crate) fn read(request: &ListRequest) -> Result<Self, FilterFault> {
        let within = |value: Option<i64>, default, most, name: &str| {
            let value = value.unwrap_or(default);
            let least = i64::from(name != "offset");
            let fits = (least..=most).contains(&value);
            fits.then_some(value).ok_or_else(|| (PassportCode::FilterValueInvalid, name.to_owned()))
        };
        if request.page_size.is_some() || request.page_number.is_some() {
            let size = within(request.page_size, MOST_BY_LIMIT, MOST_BY_PAGE, "pageSize")?;
            let page = within(request.page_number, 1, i64::MAX / MOST_BY_PAGE, "pageNumber")?;
            return Ok(Self { offset: (page - 1) * size, size, page: Some(page) });
        }
        let size = within(request.limit, MOST_BY_LIMIT, MOST_BY_LIMIT, "limit")?;
        Ok(Self { offset: within(request.offset, 0, i64::MAX / 2, "offset")?, size, page: None })
    }

    /// That part of `found`.
    pub(crate) fn of<T>(self, found: Vec<T>) -> ListPage<T> {
        let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
        let wide = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        let resources: Vec<T> = found.into_iter().skip(wide(self.offset)).take(wide(self.size)).collect();
        let returned = i64::try_from(resources.len()).unwrap_or(i64::MAX);
        ListPage {
            total_count: total,
            returned_count: returned,
            page_number: self.page,
            offset: self.offset,
            has_more: (self.offset.saturating_add(returned) < total && returned > 0).to_string(),
            resources,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(limit: Option<i64>, offset: Option<i64>, page_size: Option<i64>, page_number: Option<i64>) -> ListRequest {
        ListRequest { limit, offset, page_size, page_number, ..ListRequest::default() }
    }

    #[test]
    fn cut_the_asked_part_and_say_whether_there_is_more() {
        let page = |request: &ListRequest| Window::read(request).unwrap().of((0..5).collect::<Vec<i32>>());
        let first = page(&read(Some(2), None, None, None));
        assert_eq!((first.resources, first.total_count, first.has_more.as_str()), (vec![0, 1], 5, "true"));
        let last = page(&read(Some(2), Some(4), None, None));
        assert_eq!((last.resources, last.returned_count, last.has_more.as_str()), (vec![4], 1, "false"));
        let second = page(&read(Some(1), Some(1), Some(3), Some(2)));
        assert_eq!((second.resources, second.page_number, second.offset), (vec![3, 4], Some(2), 3));
        assert_eq!(page(&read(None, Some(9), None, None)).has_more, "false");
    }

    #[test]
    fn have_bounds() {
        for (request, name) in [
            (read(Some(101), None, None, None), "limit"),
            (read(Some(0), None, None, None), "limit"),
            (read(None, Some(-1), None, None), "offset"),
            (read(None, None, Some(1_001), None), "pageSize"),
            (read(None, None, None, Some(0)), "pageNumber"),
        ] {
            assert_eq!(Window::read(&request), Err((PassportCode::FilterValueInvalid, name.to_owned())));
        }
    }
}
