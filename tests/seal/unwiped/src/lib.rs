//! The interface of `zeroize` as the package uses it, with nothing wiped.
#![no_std]

extern crate alloc;

use alloc::{string::String, vec::Vec};
use core::ops::{Deref, DerefMut};

/// Leaves everything as it is.
pub trait Zeroize {
    /// Does nothing.
    fn zeroize(&mut self);
}

macro_rules! left_alone {
    ($($type:ty),*) => {$(
        impl Zeroize for $type {
            fn zeroize(&mut self) {}
        }
    )*};
}

left_alone!(u8, u16, u32, u64, usize, str, String);

impl<T> Zeroize for [T] {
    fn zeroize(&mut self) {}
}

impl<T, const N: usize> Zeroize for [T; N] {
    fn zeroize(&mut self) {}
}

impl<T> Zeroize for Vec<T> {
    fn zeroize(&mut self) {}
}

/// A value that stays in memory when it is dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zeroizing<T>(T);

impl<T> Zeroizing<T> {
    /// Takes the value.
    pub fn new(value: T) -> Self {
        Self(value)
    }
}

impl<T> From<T> for Zeroizing<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Zeroizing<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Zeroizing<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
