// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/casebook.hpp"
#include "services/complaints/feedback.hpp"
#include "services/kit/language/language.hpp"

namespace rapport::complaints {

/// The one way by which feedback of a kind comes and changes, whichever desk does it: stored, told and counted.
template <class Entity, class Told>
class FeedbackBook {
public:
    using IdType = decltype(Entity::id);
    using State = decltype(Entity::state);

    /// `what` names one of them, in messages and among what is counted.
    FeedbackBook(const Casebook& book, const std::string& what, kit::TableSpec spec, const kit::Event<Told>& received)
        : book_(book), what_(what), table_(what, std::move(spec)), received_(received) {}

    /// One that comes now: it gets its number and first state. invalid_argument if nobody says it.
    Entity begin(Unit& unit, Entity entity) const {
        if (!entity.party && !entity.giver)
            throw invalid("party", "give the party who says so, or a giver with a name");
        if (entity.giver && entity.giver->language) kit::check_language_tag("giver.language", *entity.giver->language);
        if (entity.party) entity.party_name = book_.directory().party_name(unit, *entity.party, "party");
        entity.received_at = unit.now();
        entity.id = unit.new_id<IdType>();
        entity.number = unit.next_number('F');
        complaints::begin(entity);
        add(unit, table_, entity, received_, entity.id);
        count(unit, nullptr, entity);
        return entity;
    }
    void add_derivation(std::vector<kit::Derivation>& all) const { table_.add_derivation(all); }
    std::optional<Entity> find(const View& view, const IdType& id) const { return table_.find(view, id); }
    Entity get(const View& view, const IdType& id) const { return table_.get(view, id); }
    kit::Page<Entity> list(const View& view, const api::ListFeedback<State>& request) const {
        const kit::Condition conditions[] = {{"state", request.state}, {"party", request.party}};
        return table_.list(view, {request.limit, request.after, request.search, {}}, conditions);
    }
    /// Changes the one that the request names by a pure function. aborted if it names an older version.
    template <class Request, class Change>
    Entity change(Unit& unit, const Request& request, const kit::Event<Told>& event, Change change) const {
        const Entity before = table_.get(unit, request.id);
        kit::check_version(request.version, before.version);
        Entity after = change(before);
        if (save(unit, table_, before, after, event, after.id)) count(unit, &before, after);
        return after;
    }

private:
    /// By its state, on the day of its receipt.
    void count(Unit& unit, const Entity* before, const Entity& after) const {
        const std::string day = to_text(day_of(after.received_at));
        Sums sums;
        if (before) --sums[{what_, day, std::string(name_of(before->state))}];
        ++sums[{what_, day, std::string(name_of(after.state))}];
        book_.tallies().append(unit, sums);
    }

    const Casebook& book_;
    std::string what_;
    kit::Table<Entity> table_;
    const kit::Event<Told>& received_;
};

/// Feedback that is no complaint.
struct FeedbackBooks {
    explicit FeedbackBooks(const Casebook& book)
        : compliments(book, "compliment", {"compliments", {"number", "state", "party"}, {"praised", "text", "number"}},
                      api::compliment_received),
          suggestions(book, "suggestion", {"suggestions", {"number", "state", "party"}, {"subject", "text", "number"}},
                      api::suggestion_received) {}
    FeedbackBook<Compliment, api::ComplimentTold> compliments;
    FeedbackBook<Suggestion, api::SuggestionTold> suggestions;
};

}  // namespace rapport::complaints
