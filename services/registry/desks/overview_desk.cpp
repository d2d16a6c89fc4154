// SPDX-License-Identifier: MIT
#include "services/registry/desks/overview_desk.hpp"

#include "services/registry/rules/agreement.hpp"
#include "services/registry/store/overview.hpp"

namespace rapport::registry {
namespace {

/// How long before its day an agreement is somebody's work.
constexpr int days_ahead = 90;
constexpr std::size_t most_of_a_rule = 1'000;

Day today(const View& view) { return day_of(view.now()); }

kit::Finding finding_of(const Requirement& requirement, std::string kind, kit::RecordRef record,
                        const api::PartyId& party) {
    return {.rule = std::string(requirement.rule),
            .fitsm = std::string(requirement.fitsm),
            .iso20000 = std::string(requirement.iso20000),
            .kind = std::move(kind),
            .record = std::move(record),
            .party = party,
            .mended_by = std::string(requirement.mended_by)};
}

}  // namespace

kit::Routes OverviewDesk::routes() {
    return {kit::on(kit::holds, this, &OverviewDesk::holds), kit::on(kit::work, this, &OverviewDesk::work),
            kit::on(kit::findings, this, &OverviewDesk::findings)};
}

kit::Holds OverviewDesk::holds(View& view, const kit::AskHolds& request) {
    kit::Holds holds;
    if (request.party) add_of_party(view, api::PartyId(*request.party), holds);
    if (request.user) add_of_user(view, *request.user, holds);
    return holds;
}

void OverviewDesk::add_of_party(const View& view, const api::PartyId& party, kit::Holds& holds) const {
    kit::Held in_force{.kind = "agreement", .blocks = {kit::Blocks::retire, kit::Blocks::erase}, .can_hand_over = true};
    for (const auto status : {api::AgreementStatus::active, api::AgreementStatus::notice_given}) {
        const kit::Condition conditions[] = {{"party", party}, {"status", status}};
        in_force.add(tables_.agreements.list(view, {.limit = kit::Held::most_references}, conditions),
                     [](const api::Agreement& agreement) {
                         return kit::RecordRef{agreement.id, {}, agreement.title};
                     });
    }
    holds.add(std::move(in_force));

    kit::Held relationships{.kind = "relationship"};
    const kit::Condition of_party[] = {{"party", party}};
    for (const auto& one : tables_.relationships.list(view, {}, of_party).items)
        if (one.stage != api::Stage::ended)
            relationships.add(kit::RecordRef{one.id, {}, std::string(rapport::name_of(one.type))});
    holds.add(std::move(relationships));

    kit::Held contacts{.kind = "contact"};
    for (const char* column : {"party", "person"}) {
        const kit::Condition conditions[] = {{column, party}, {"inactive", false}};
        contacts.add(tables_.contacts.list(view, {.limit = kit::Held::most_references}, conditions),
                     [&](const api::Contact& contact) {
                         return kit::RecordRef{contact.id, {}, name_of(view, contact.person)};
                     });
    }
    holds.add(std::move(contacts));

    kit::Held subsidiaries{.kind = "party"};
    const kit::Condition below[] = {{"parent", party}, {"retired", false}};
    subsidiaries.add(tables_.parties.list(view, {.limit = kit::Held::most_references}, below),
                     [](const api::Party& one) {
                         return kit::RecordRef{one.id, {}, one.name};
                     });
    holds.add(std::move(subsidiaries));
}

void OverviewDesk::add_of_user(const View& view, const kit::UserId& user, kit::Holds& holds) const {
    kit::Held relationships{
        .kind = "relationship", .blocks = {kit::Blocks::retire, kit::Blocks::erase}, .can_hand_over = true};
    for (const auto& one : overview::relationships_of(view, user))
        relationships.add(kit::RecordRef{one.id, {}, name_of(view, one.party)});
    holds.add(std::move(relationships));
}

kit::WorkList OverviewDesk::work(View& view, const kit::AskWork& request) {
    const auto user = kit::user_asked_for(request, view.actor());
    if (!user) return {};
    const Day last{today(view).days + days_ahead};
    std::vector<kit::WorkItem> items;
    for (const auto& agreement : overview::agreements_of(view, *user, last))
        if (const auto day = decided_by(agreement); day && *day >= today(view) && *day <= last)
            items.push_back({.kind = "agreement",
                             .record = {agreement.id, {}, agreement.title},
                             .party = agreement.party,
                             .due = start_of({day->days + 1})});
    return kit::narrowed(std::move(items), request);
}

/// What is asked of relationships is found as it is today, whatever the period.
kit::Findings OverviewDesk::findings(View& view, const kit::AskFindings& request) {
    const auto period = request.period ? kit::period_from("period", *request.period) : kit::month_of(today(view));
    std::map<std::string_view, std::vector<kit::Finding>> by_rule;
    const auto add = [&by_rule](const Requirement& requirement, const char* kind, kit::RecordRef record,
                                const api::PartyId& party) {
        auto& found = by_rule[requirement.rule];
        if (found.size() < most_of_a_rule) found.push_back(finding_of(requirement, kind, std::move(record), party));
    };
    for (const auto& standing : overview::standings(view))
        for (const Requirement& requirement : missed(standing))
            add(requirement, "relationship", {standing.relationship.id, {}, standing.party_name},
                standing.relationship.party);
    for (const auto& agreement : overview::with_notice_day_in(view, period))
        if (is_past_notice_day(agreement, today(view)))
            add(notice_day_was_used, "agreement", {agreement.id, {}, agreement.title}, agreement.party);
    kit::Findings all;
    for (auto& [rule, found] : by_rule) std::ranges::move(found, std::back_inserter(all.items));
    return all;
}

std::string OverviewDesk::name_of(const View& view, const api::PartyId& party) const {
    return tables_.parties.get(view.unscoped(), party).name;
}

}  // namespace rapport::registry
