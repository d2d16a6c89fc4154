// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/agreement.hpp"

namespace rapport::registry::api {

/// Enters an agreement as a draft.
struct CreateAgreement {
    PartyId party;
    AgreementKind kind = AgreementKind::sla;
    std::string title;
    std::vector<ServiceId> services;
    std::vector<Target> targets;
    Day start;
    std::int32_t term_months = 12;
    std::optional<Renewal> renewal;
    std::optional<std::int32_t> renewal_months, notice_months;
    std::optional<Day> signed_on;
    static constexpr auto fields =
        describe(Field{"party", &CreateAgreement::party, "with whom"},
                 Field{"kind", &CreateAgreement::kind, "sla, ola, underpinning, contract or nda"},
                 Field{"title", &CreateAgreement::title, "what it is called", length(1, 300)},
                 Field{"services", &CreateAgreement::services, "what it covers", length(0, 200)},
                 Field{"targets", &CreateAgreement::targets, "what is promised", length(0, 500)},
                 Field{"start", &CreateAgreement::start, "its first day"},
                 Field{"term_months", &CreateAgreement::term_months, "how long it runs at first", between(1, 1200)},
                 Field{"renewal", &CreateAgreement::renewal, "none (if left out), tacit or express"},
                 Field{"renewal_months", &CreateAgreement::renewal_months, "12 if left out", between(1, 1200)},
                 Field{"notice_months", &CreateAgreement::notice_months, "0 if left out", between(0, 1200)},
                 Field{"signed_on", &CreateAgreement::signed_on, "when it was signed"});
};
/// Changes what is named. Title, services, targets and signing may change until it is over, the rest only in a draft.
struct UpdateAgreement {
    AgreementId id;
    std::optional<std::int64_t> version;
    std::optional<AgreementKind> kind;
    std::optional<std::string> title;
    std::optional<std::vector<ServiceId>> services;
    std::optional<std::vector<Target>> targets;
    std::optional<Day> start;
    std::optional<std::int32_t> term_months;
    std::optional<Renewal> renewal;
    std::optional<std::int32_t> renewal_months, notice_months;
    Patch<Day> signed_on;
    static constexpr auto fields = describe(
        Field{"id", &UpdateAgreement::id, "which"},
        Field{"version", &UpdateAgreement::version, "the version that was read: aborted if it is another by now"},
        Field{"kind", &UpdateAgreement::kind, "sla, ola, underpinning, contract or nda"},
        Field{"title", &UpdateAgreement::title, "what it is called", length(1, 300)},
        Field{"services", &UpdateAgreement::services, "all that it covers", length(0, 200)},
        Field{"targets", &UpdateAgreement::targets, "all that is promised", length(0, 500)},
        Field{"start", &UpdateAgreement::start, "its first day"},
        Field{"term_months", &UpdateAgreement::term_months, "how long it runs at first", between(1, 1200)},
        Field{"renewal", &UpdateAgreement::renewal, "none, tacit or express"},
        Field{"renewal_months", &UpdateAgreement::renewal_months, "by how much a renewal extends it", between(1, 1200)},
        Field{"notice_months", &UpdateAgreement::notice_months, "full months of notice", between(0, 1200)},
        Field{"signed_on", &UpdateAgreement::signed_on, "when it was signed"});
};
/// Activates a draft, or renews one that is renewed expressly.
struct StepAgreement {
    AgreementId id;
    std::optional<std::int64_t> version;
    static constexpr auto fields = describe(
        Field{"id", &StepAgreement::id, "which"},
        Field{"version", &StepAgreement::version, "the version that was read: aborted if it is another by now"});
};
/// Notice for the next end that it is in time for.
struct GiveNotice {
    AgreementId id;
    std::optional<std::int64_t> version;
    std::optional<Day> on;
    std::string reason;
    static constexpr auto fields =
        describe(Field{"id", &GiveNotice::id, "which"},
                 Field{"version", &GiveNotice::version, "the version that was read: aborted if it is another by now"},
                 Field{"on", &GiveNotice::on, "the day on which it was in; today if left out"},
                 Field{"reason", &GiveNotice::reason, "why", length(1, 2000), multiline});
};
/// Ends it at once.
struct TerminateAgreement {
    AgreementId id;
    std::optional<std::int64_t> version;
    std::string reason;
    static constexpr auto fields = describe(
        Field{"id", &TerminateAgreement::id, "which"},
        Field{"version", &TerminateAgreement::version, "the version that was read: aborted if it is another by now"},
        Field{"reason", &TerminateAgreement::reason, "why", length(1, 2000), multiline});
};
struct ListAgreements {
    std::int64_t limit = 50;
    std::optional<std::string> after, search, sort;
    std::optional<PartyId> party;
    std::optional<ServiceId> service;
    std::optional<AgreementKind> kind;
    std::optional<AgreementStatus> status;
    static constexpr auto fields =
        describe(Field{"limit", &ListAgreements::limit, "how many, 200 at most", defaulted},
                 Field{"after", &ListAgreements::after, "`next` of the page before"},
                 Field{"search", &ListAgreements::search, "words of the title"},
                 Field{"sort", &ListAgreements::sort, "ends or notice_by; newest first if left out"},
                 Field{"party", &ListAgreements::party, "with whom"},
                 Field{"service", &ListAgreements::service, "those that cover it"},
                 Field{"kind", &ListAgreements::kind, "of that kind"},
                 Field{"status", &ListAgreements::status, "in that status"});
};

}  // namespace rapport::registry::api
