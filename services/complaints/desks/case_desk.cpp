// SPDX-License-Identifier: MIT
#include "services/complaints/desks/case_desk.hpp"

#include "services/kit/entities/crud.hpp"
#include "services/kit/text/folding.hpp"

#include "services/complaints/rules/assessment.hpp"
#include "services/complaints/rules/escalation.hpp"

namespace rapport::complaints {

kit::Routes CaseDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::get, book_.store().complaints, this, &CaseDesk::get),
            on(api::list, book_.store().complaints),
            on(api::update, this, &CaseDesk::update),
            on(api::assess, this, &CaseDesk::assess),
            tells(api::changed),
            tells(api::assessed)};
}

kit::Shown<Complaint> CaseDesk::get(View& view, const kit::ById<ComplaintId>& request) {
    return book_.shown(view, book_.clockwork().explained(view, book_.store().complaints.get(view, request.id)));
}

kit::Shown<Complaint> CaseDesk::update(Unit& unit, const kit::Edit<Complaint>& request) {
    const auto change = [&](const Complaint& before) {
        Complaint after = updated(before, request);
        // Whoever speaks for a party that was handed over speaks for another one: only what is said is checked.
        if (request.says(&Complaint::contact)) book_.directory().check(unit, after);
        else if (request.says(&Complaint::service) && after.service)
            book_.directory().check_service(unit, *after.service);
        if (request.says(&Complaint::category) || request.says(&Complaint::subcategory)) settle_category(unit, after);
        if (request.says(&Complaint::root_cause) && after.root_cause)
            after.root_cause = book_.store().words_of_tree(unit, Scheme::root_cause, "root_cause", *after.root_cause);
        return after;
    };
    return book_.shown(unit, book_.change(unit, request.id(), request.version(), api::changed, change));
}

/// What came with a complaint is in the complainant's words; what a person says of it is one of the tree's, written as
/// it is there.
void CaseDesk::settle_category(const View& view, Complaint& complaint) const {
    if (!complaint.category) return;
    constexpr std::string_view below = " > ";
    const std::string path =
        *complaint.category + (complaint.subcategory ? std::string(below) + *complaint.subcategory : "");
    const std::string found = book_.store().words_of_tree(view, Scheme::complaint, "category", path);
    const auto is_category = [key = kit::name_key(*complaint.category)](std::string_view begins) {
        return kit::name_key(begins) == key;
    };
    // The category may itself be a path.
    auto end = complaint.subcategory ? found.find(below) : found.npos;
    while (end != found.npos && !is_category(found.substr(0, end))) end = found.find(below, end + below.size());
    complaint.category = found.substr(0, end);
    if (end != found.npos) complaint.subcategory = found.substr(end + below.size());
}

/// Moves one that is acknowledged; one that is further on is judged anew where it is.
kit::Shown<Complaint> CaseDesk::assess(Unit& unit, const api::Assess& request) {
    const auto change = [&](const Complaint& before) {
        Complaint after = judged(before, request);
        if (request.category || request.subcategory) settle_category(unit, after);
        const bool anew = before.open && before.state >= State::assessed;
        if (!anew) after = book_.lifecycle().moved(std::move(after), {.method = api::assess.name}, kit::asking(unit));
        return escalated_by_rule(std::move(after), book_.escalation(), unit.now());
    };
    return book_.shown(unit, book_.change(unit, request.id, request.version, api::assessed, change));
}

}  // namespace rapport::complaints
