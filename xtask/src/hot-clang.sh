#!/bin/sh
# clang for the package's wasm. The one file of ring's where the time of a sealing goes is made fast; all others, by the
# profile's level, small.
case " $* " in
  *curve25519.c*) exec clang "$@" -O2 ;;
  *) exec clang "$@" ;;
esac
