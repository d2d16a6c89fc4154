// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"
#include "services/complaints/rules/feedback.hpp"
#include "services/complaints/rules/times.hpp"
#include "services/kit/entities/crud.hpp"
#include "services/kit/language/language.hpp"

namespace rapport::complaints {

/// The one way by which feedback of a kind comes and changes, whichever desk does it: stored, told and counted.
template <class Entity, class Told>
class FeedbackBook {
public:
    using IdType = decltype(Entity::id);
    using State = decltype(Entity::state);

    /// Its number begins with `letter`. `moves` name it in messages and among what is counted, and outlive it.
    FeedbackBook(const Casebook& book, char letter, kit::TableSpec spec, const kit::Moves<Entity>& moves,
                 const kit::Event<Told>& received)
        : book_(book), letter_(letter), table_(std::move(spec), moves), received_(received) {}

    /// One that comes, now unless it says when: it gets its number and first state. invalid_argument if nobody says it.
    Entity create(Unit& unit, Entity entity) const {
        if (!entity.party && !entity.giver)
            throw invalid("party", "give the party who says so, or a giver with a name");
        if (entity.giver && entity.giver->language) kit::check_language_tag("giver.language", *entity.giver->language);
        if (entity.party) entity.party_name = book_.directory().party_name(unit, *entity.party, "party");
        if (entity.received_at == Instant{}) entity.received_at = unit.now();
        check_received(entity.received_at, unit.now());
        entity.id = unit.new_id<IdType>();
        entity.number = unit.next_number(letter_);
        table_.put(unit, entity);
        unit.emit(received_, entity.id, told(unit, entity, {}));
        count(unit, nullptr, entity);
        return entity;
    }
    void add_derivation(std::vector<kit::Derivation>& all) const { table_.add_derivation(all); }
    std::optional<Entity> find(const View& view, const IdType& id) const { return table_.find(view, id); }
    Entity get(const View& view, const IdType& id) const { return table_.get(view, id); }
    kit::Page<kit::Shown<Entity>> list(const View& view, const api::ListFeedback<State>& request) const {
        const kit::Condition conditions[] = {{"state", request.state}, {"party", request.party}};
        return table_.shown(view, list(view, {request.limit, request.after, request.search, {}}, conditions));
    }
    kit::Page<Entity> list(const View& view, const kit::ListOptions& options,
                           std::span<const kit::Condition> conditions) const {
        return table_.list(view, options, conditions);
    }
    /// Changes the one that the request names by a pure function. aborted if it names an older version.
    template <class Request, class Change>
    Entity change(Unit& unit, const Request& request, const kit::Event<Told>& event, Change change) const {
        const Entity before = table_.get(unit, request.id);
        kit::check_version(request.version, before.version);
        return save(unit, before, change(before), event);
    }
    /// The route of a move; `more(unit, entity, request)` records what goes with it.
    template <class Request, class More>
    kit::Route move(const kit::Command<Request, kit::Shown<Entity>>& command, const kit::Event<Told>& event,
                    More more) const {
        return kit::on(command, [this, command, &event, more](Unit& unit, const Request& request) {
            return table_.shown(unit, change(unit, request, event, [&](Entity entity) {
                                    table_.moves().make(entity, command, kit::asking(unit));
                                    more(unit, entity, request);
                                    return entity;
                                }));
        });
    }
    /// Stores one that has changed.
    Entity save(Unit& unit, const Entity& before, Entity after, const kit::Event<Told>& event) const {
        auto changes = changes_between(before, after);
        if (changes.empty()) return after;
        table_.put(unit, after);
        unit.emit(event, after.id, told(unit, after, std::move(changes)));
        count(unit, &before, after);
        return after;
    }
    const kit::Table<Entity>& table() const { return table_; }

private:
    /// What events say of one; whom a letter goes to is given the page that they follow it on.
    Told told(const View& view, const Entity& entity, std::vector<Change> changes) const {
        return {entity, std::move(changes),
                OutsideLinks::page(table_.what(), book_.links().token_for(view, entity.id))};
    }
    /// By its state, on the day of its receipt.
    void count(Unit& unit, const Entity* before, const Entity& after) const {
        const std::string day = to_text(day_of(after.received_at));
        Sums sums;
        if (before) --sums[{table_.what(), day, std::string(name_of(before->state))}];
        ++sums[{table_.what(), day, std::string(name_of(after.state))}];
        book_.tallies().append(unit, sums);
    }

    const Casebook& book_;
    char letter_;
    kit::Table<Entity> table_;
    const kit::Event<Told>& received_;
};

/// Feedback that is no complaint.
struct FeedbackBooks {
    explicit FeedbackBooks(const Casebook& book)
        : compliments(book, 'F',
                      {"compliments", {"number", "state", "party"}, {"praised", "text", "number"}, {}, {}, {}, "party"},
                      compliment_moves(), api::compliment_received),
          suggestions(book, 'F',
                      {"suggestions",
                       {"number", "state", "party", "owner", "former_owner"},
                       {"subject", "text", "number", "former_owner"},
                       {},
                       {},
                       {},
                       "party"},
                      suggestion_moves(), api::suggestion_received),
          questions(book, 'C',
                    {"questions",
                     {"number", "state", "party", "owner", "service", "received_at", "former_owner"},
                     {"subject", "text", "number", "former_owner"},
                     {},
                     {},
                     {},
                     "party"},
                    question_moves(), api::question_received) {}
    FeedbackBook<Compliment, api::ComplimentTold> compliments;
    FeedbackBook<Suggestion, api::SuggestionTold> suggestions;
    FeedbackBook<Question, api::QuestionTold> questions;
};

}  // namespace rapport::complaints
