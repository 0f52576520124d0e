import assert from "node:assert/strict";
import { test } from "node:test";

import { weigh } from "../../src/js/element/failure.mjs";

const errors = [{ field: "address.postalCode", code: "postal_code_form", detail: "d" }];

test("field errors go beside their fields, without the developer's sentence", () => {
  const { view, fields } = weigh({ code: "validation_failed", errors }, "step");
  assert.equal(view, "fields");
  assert.deepEqual(fields, [{ field: "address.postalCode", code: "postal_code_form" }]);
});

test("the platform's judgement of an address goes to the field where a person looks", () => {
  const { view, fields } = weigh({ code: "address_has_component_mismatch", errors: [] }, "step");
  assert.equal(view, "fields");
  assert.deepEqual(fields, [{ field: "address.postalCode", code: "address_has_component_mismatch" }]);
});

test("what may pass by itself stays in the step, which keeps what was typed", () => {
  for (const code of [
    "offline",
    "gateway_unreachable",
    "timeout",
    "upstream_timeout",
    "rate_limited",
    "internal_error",
  ]) {
    assert.equal(weigh({ code, errors: [] }, "step").view, "notice", code);
    assert.equal(weigh({ code, errors: [] }, "start").view, "trouble", code);
  }
});

test("a session that ended takes the step's place", () => {
  for (const code of ["session_expired", "login_required", "session_required"]) {
    assert.deepEqual([weigh({ code }, "step").view, weigh({ code }, "step").text], ["trouble", "expired"], code);
  }
});

test("a platform that is further than the page is asked again, and nobody is told of a mistake", () => {
  for (const code of ["wrong_step", "pin_already_set"]) assert.equal(weigh({ code }, "step").view, "behind", code);
});

test("anything that was thrown has a view, and none of its text is kept", () => {
  for (const thrown of [undefined, null, "text", 7, new Error("secret"), { code: 5 }]) {
    const failure = weigh(thrown, "step");
    assert.deepEqual([failure.view, failure.code], ["trouble", "unknown"]);
    assert.doesNotMatch(JSON.stringify(failure), /secret|text of/);
  }
});

test("a code that this version does not know stays in the step", () => {
  assert.equal(weigh({ code: "of_a_later_version", errors: [] }, "step").view, "notice");
});
