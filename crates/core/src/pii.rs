//! Personal data on its way into a sealed value.

use std::fmt;

use zeroize::Zeroize;

/// Personal data that we own. Debug prints a placeholder; the memory is wiped on drop. There is no Display, and no way
/// to serialise it by accident.
pub struct Pii<T: Zeroize>(T);

impl<T: Zeroize> Pii<T> {
    /// Takes the value in.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. Each use says in a comment why it has to be read.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> From<T> for Pii<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Pii<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

/// A copy is wiped like the first.
impl<T: Zeroize + Clone> Clone for Pii<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Zeroize> Drop for Pii<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Pii<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_a_placeholder_in_place_of_the_value() {
        assert_eq!(format!("{:?}", Pii::from("mark")), "[redacted]");
    }
}
