// SPDX-License-Identifier: MIT
#include "services/complaints/case_desk.hpp"

#include "services/complaints/assessment.hpp"

namespace rapport::complaints {

kit::Routes CaseDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::get, this, &CaseDesk::get),
            on(api::list, this, &CaseDesk::list),
            on(api::update, this, &CaseDesk::update),
            on(api::assess, this, &CaseDesk::assess),
            tells(api::changed),
            tells(api::assessed)};
}

Complaint CaseDesk::get(View& view, const kit::ById<ComplaintId>& request) { return book_.get(view, request.id); }

kit::Page<Complaint> CaseDesk::list(View& view, const api::List& request) {
    const kit::Condition conditions[] = {{"state", request.state},
                                         {"open", request.open},
                                         {"breached", request.breached},
                                         {"party", request.party},
                                         {"service", request.service},
                                         {"owner", request.owner},
                                         {"category", request.category},
                                         {"severity", request.severity},
                                         {"subcategory", request.subcategory},
                                         {"priority", request.priority},
                                         {"received_via", request.received_via}};
    auto page =
        book_.store().complaints.list(view, {request.limit, request.after, request.search, request.sort}, conditions);
    for (Complaint& complaint : page.items) complaint = seen_at(std::move(complaint), book_.patience(), view.now());
    return page;
}

Complaint CaseDesk::update(Unit& unit, const api::Update& request) {
    return book_.change(unit, request.id, request.version, api::changed, [&](const Complaint& before) {
        Complaint after = updated(before, request);
        if (request.service || request.contact) book_.directory().check(unit, after);
        return after;
    });
}

/// Moves one that is acknowledged; one that is further on is judged anew where it is.
Complaint CaseDesk::assess(Unit& unit, const api::Assess& request) {
    return book_.change(unit, request.id, request.version, api::assessed, [&](const Complaint& before) {
        Complaint after = judged(before, request);
        const bool anew = before.open && before.state >= State::assessed;
        return anew ? after : moved(std::move(after), {.to = State::assessed}, book_.patience(), unit.now());
    });
}

}  // namespace rapport::complaints
