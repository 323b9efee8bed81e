// The words of what allows an act on an item: a warrant, a consent, a request for assistance.

/// What kind of paper allows it.
public enum AuthorityKind: String, CaseIterable, Sendable {
  case searchWarrant = "search-warrant"
  case interceptionOrder = "interception-order"
  case courtOrder = "court-order"
  case subpoena, consent
  /// A judge's control of an act that was done before he could be asked.
  case judicialControl = "judicial-control"
  case prosecutorOrder = "prosecutor-order"
  case mlatRequest = "mlat-request"
  case mlatResponse = "mlat-response"
  case exchangeAgreement = "exchange-agreement"
  case preservationRequest = "preservation-request"
  case protectiveOrder = "protective-order"
  case destructionOrder = "destruction-order"
  case returnOrder = "return-order"
  /// Asked from one police to another, outside the treaty.
  case informalRequest = "informal-request"
}

/// Who issued it.
public enum IssuerRole: String, CaseIterable, Sendable {
  case federalJudge = "federal-judge"
  case localJudge = "local-judge"
  case prosecutor
  case centralAuthority = "central-authority"
  case agency, owner
}

/// What it allows to be done.
public enum AuthorizedAct: String, CaseIterable, Sendable {
  case seize, open, extract, intercept, locate, sample, examine, consume, send, receive, use
  case destroy
  case `return`
}

extension AuthorityKind: WordField {}
extension IssuerRole: WordField {}
extension AuthorizedAct: WordField {}
