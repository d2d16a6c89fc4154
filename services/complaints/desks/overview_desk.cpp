// SPDX-License-Identifier: MIT
#include "services/complaints/desks/overview_desk.hpp"

#include <algorithm>

#include "services/gateway/accounts/api.hpp"
#include "services/kit/entities/adopt.hpp"
#include "services/kit/entities/hand_over.hpp"
#include "services/registry/api.hpp"

namespace rapport::complaints {
namespace {

constexpr QuestionState open_question_states[] = {QuestionState::received, QuestionState::answered};
constexpr ActionState open_action_states[] = {ActionState::open, ActionState::in_progress};

kit::RecordRef ref_of(const Complaint& complaint) { return {complaint.id, complaint.number, complaint.subject}; }
kit::RecordRef ref_of(const Question& question) { return {question.id, question.number, question.subject}; }
kit::RecordRef ref_of(const Action& action) { return {action.id, {}, action.what}; }
constexpr auto to_ref = [](const auto& entity) { return ref_of(entity); };

constexpr std::int64_t a_few = kit::Held::most_references;

/// Of one kind as many as are told of all, the first by that field: somebody may have thousands.
template <class T>
std::vector<T> first_of(const View& view, const kit::Table<T>& table, const char* sort,
                        std::span<const kit::Condition> conditions) {
    return table.list(view, {.limit = kit::WorkList::most, .sort = sort}, conditions).items;
}

}  // namespace

kit::Routes OverviewDesk::routes() {
    return kit::all({kit::on(kit::holds, this, &OverviewDesk::holds), kit::on(kit::work, this, &OverviewDesk::work)},
                    handed_over_by_party(), handed_over_by_user(),
                    books_.questions.follow_parties(api::question_changed),
                    books_.compliments.follow_parties(api::compliment_moved),
                    books_.suggestions.follow_parties(api::suggestion_moved),
                    kit::adopts([this](Unit& unit, const kit::KnownUser& user) { adopt(unit, user); }));
}

/// Actions go with their complaint.
kit::Routes OverviewDesk::handed_over_by_party() {
    const auto& event = registry::api::party_retired;
    // The party's name stays as it was where the new one is not known here yet.
    const auto named = [this](const View& view, auto entity) {
        book_.directory().name_party(view, entity);
        return entity;
    };
    kit::Routes routes{kit::hands_over(event, book_.store().complaints, "party", &Complaint::party, {"open", true},
                                       [this, named](Unit& unit, const Complaint& before, Complaint after) {
                                           book_.save(unit, before, named(unit, std::move(after)), api::changed);
                                       })};
    for (const QuestionState state : open_question_states)
        routes.push_back(kit::hands_over(event, books_.questions.table(), "party", &Question::party, {"state", state},
                                         [this, named](Unit& unit, const Question& before, Question after) {
                                             books_.questions.save(unit, before, named(unit, std::move(after)),
                                                                   api::question_changed);
                                         }));
    return routes;
}

kit::Routes OverviewDesk::handed_over_by_user() {
    const auto& event = gateway::accounts::api::user_retired;
    kit::Routes routes{kit::hands_over(event, book_.store().complaints, "owner", &Complaint::owner, {"open", true},
                                       [this](Unit& unit, const Complaint& before, Complaint after) {
                                           book_.save(unit, before, std::move(after), api::changed);
                                       })};
    for (const QuestionState state : open_question_states)
        routes.push_back(kit::hands_over(event, books_.questions.table(), "owner", &Question::owner, {"state", state},
                                         [this](Unit& unit, const Question& before, Question after) {
                                             books_.questions.save(unit, before, std::move(after),
                                                                   api::question_changed);
                                         }));
    for (const ActionState state : open_action_states)
        routes.push_back(kit::hands_over(event, book_.store().actions.table(), "owner", &Action::owner,
                                         {"state", state}, [this](Unit& unit, const Action& before, Action after) {
                                             kit::save(unit, book_.store().actions.table(), before, after,
                                                       api::complaint_actions.changed);
                                         }));
    return routes;
}

kit::Holds OverviewDesk::holds(View& view, const kit::AskHolds& request) {
    using kit::Blocks;
    kit::Holds all;
    const auto add = [&all](kit::Held held, std::vector<Blocks> blocks) {
        held.blocks = std::move(blocks);
        held.can_hand_over = true;
        all.add(std::move(held));
    };
    if (request.party) {
        add(open_complaints(view, "party", *request.party), {Blocks::retire, Blocks::erase});
        add(open_questions(view, "party", *request.party), {Blocks::retire, Blocks::erase});
        add(open_actions(view, "party", *request.party), {Blocks::erase});
    }
    if (request.user) {
        add(open_complaints(view, "owner", *request.user), {Blocks::retire, Blocks::erase});
        add(open_questions(view, "owner", *request.user), {Blocks::retire, Blocks::erase});
        add(open_actions(view, "owner", *request.user), {Blocks::retire, Blocks::erase});
    }
    return all;
}

kit::Held OverviewDesk::open_complaints(const View& view, std::string_view column, const Uuid& whose) const {
    kit::Held held{.kind = "complaint"};
    const kit::Condition conditions[] = {{column, whose}, {"open", true}};
    held.add(book_.store().complaints.list(view, {.limit = a_few}, conditions), to_ref);
    return held;
}

kit::Held OverviewDesk::open_questions(const View& view, std::string_view column, const Uuid& whose) const {
    kit::Held held{.kind = "question"};
    for (const QuestionState state : open_question_states) {
        const kit::Condition conditions[] = {{column, whose}, {"state", state}};
        held.add(books_.questions.list(view, {.limit = a_few}, conditions), to_ref);
    }
    return held;
}

kit::Held OverviewDesk::open_actions(const View& view, std::string_view column, const Uuid& whose) const {
    kit::Held held{.kind = "action"};
    for (const ActionState state : open_action_states) {
        const kit::Condition conditions[] = {{column, whose}, {"state", state}};
        held.add(book_.store().actions.table().list(view, {.limit = a_few}, conditions), to_ref);
    }
    return held;
}

kit::WorkList OverviewDesk::work(View& view, const kit::AskWork& request) {
    const auto user = kit::user_asked_for(request, view.actor());
    if (!user) return {};
    const kit::Condition owner{"owner", *user};
    std::vector<kit::WorkItem> items;
    const kit::Condition open[] = {owner, {"open", true}};
    for (const Complaint& complaint : first_of(view, book_.store().complaints, "due_at", open))
        items.push_back({.kind = "complaint",
                         .record = ref_of(complaint),
                         .party = complaint.party,
                         .due = complaint.due_at,
                         .overdue = complaint.due_at && *complaint.due_at <= view.now()});
    for (const QuestionState state : open_question_states) {
        const kit::Condition conditions[] = {owner, {"state", state}};
        for (const Question& question : first_of(view, books_.questions.table(), "received_at", conditions))
            items.push_back({.kind = "question", .record = ref_of(question), .party = question.party});
    }
    for (const ActionState state : open_action_states) {
        const kit::Condition conditions[] = {owner, {"state", state}};
        for (const Action& action : first_of(view, book_.store().actions.table(), "due", conditions)) {
            const auto late = action.due ? std::optional(kit::late_from(*action.due)) : std::nullopt;
            items.push_back({.kind = "action",
                             .record = ref_of(action),
                             .party = action.party,
                             .due = late,
                             .overdue = late && *late <= view.now()});
        }
    }
    return kit::narrowed(std::move(items), request);
}

/// Reviews keep the names that they were held with.
void OverviewDesk::adopt(Unit& unit, const kit::KnownUser& user) const {
    const auto names = kit::names_of(user);
    for (const std::string& name : names) adopt_by_name(unit, name, user.id);
    adopt_rules(unit, names, user.id);
}

void OverviewDesk::adopt_by_name(Unit& unit, const std::string& name, const kit::UserId& user) const {
    const auto each = [&](const auto& table, auto save) {
        for (const auto& before : table.rows(unit, "where former_owner = ? and owner is null order by row", {name})) {
            auto after = before;
            after.owner = user;
            after.former_owner.reset();
            save(before, std::move(after));
        }
    };
    const Store& store = book_.store();
    each(store.complaints,
         [&](const Complaint& before, Complaint after) { book_.save(unit, before, std::move(after), api::changed); });
    // Those without an owner are few.
    for (const Action& before : store.actions.table().rows(unit, "where owner is null order by row")) {
        if (before.former_owner != name) continue;
        Action after = before;
        after.owner = user;
        after.former_owner.reset();
        kit::save(unit, store.actions.table(), before, after, api::complaint_actions.changed);
    }
    each(books_.questions.table(), [&](const Question& before, Question after) {
        books_.questions.save(unit, before, std::move(after), api::question_changed);
    });
    each(books_.suggestions.table(), [&](const Suggestion& before, Suggestion after) {
        books_.suggestions.save(unit, before, std::move(after), api::suggestion_moved);
    });
}

void OverviewDesk::adopt_rules(Unit& unit, const std::vector<std::string>& names, const kit::UserId& user) const {
    const Store& store = book_.store();
    for (const AssignmentRule& before : store.rules.rows(unit, "order by row")) {
        AssignmentRule after = before;
        const auto is_theirs = [&](const std::string& name) { return std::ranges::find(names, name) != names.end(); };
        if (std::erase_if(after.former_owners, is_theirs) == 0) continue;
        if (std::ranges::find(after.owners, user) == after.owners.end()) after.owners.push_back(user);
        kit::save(unit, store.rules, before, after, api::assignment_rule_changed);
    }
}

}  // namespace rapport::complaints
