use std::collections::BTreeSet;

use super::*;

#[test]
fn every_code_is_snake_case_and_stands_once() {
    let codes: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes.len(), ErrorCode::ALL.len());
    for code in codes {
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{code}");
    }
}

#[test]
fn every_code_is_found_by_its_name_and_explained_in_sentences() {
    for code in ErrorCode::ALL {
        assert_eq!(ErrorCode::from_code(code.as_str()), Some(*code));
        assert!(!code.title().is_empty() && !code.title().ends_with('.'), "{code:?}");
        assert!(code.meaning().ends_with('.') && code.remedy().ends_with('.'), "{code:?}");
    }
    assert_eq!(ErrorCode::from_code("no_such_code"), None);
}

#[test]
fn what_a_server_may_answer_again_is_retryable_and_business_answers_are_not() {
    for code in ErrorCode::ALL {
        match code.status() {
            Some(409 | 429 | 500..=599) => assert!(code.retryable(), "{code:?}"),
            Some(401) if *code == ErrorCode::UseDpopNonce => assert!(code.retryable()),
            Some(_) => assert!(!code.retryable(), "{code:?}"),
            None => {}
        }
    }
}
