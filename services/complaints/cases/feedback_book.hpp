// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"
#include "services/complaints/rules/feedback.hpp"
#include "services/complaints/rules/times.hpp"
#include "services/kit/entities/crud.hpp"
#include "services/kit/entities/party_events.hpp"
#include "services/kit/language/language.hpp"

namespace rapport::complaints {

/// The one way by which feedback of a kind comes and changes, whichever desk does it: stored, told and counted.
template <class Entity>
class FeedbackBook {
public:
    using IdType = decltype(Entity::id);
    using Event = kit::Event<api::WithPage<Entity>>;

    /// Its number begins with `letter`. `moves` name it in messages and among what is counted, and outlive it.
    FeedbackBook(const Casebook& book, char letter, std::string_view table, const kit::Moves<Entity>& moves,
                 const Event& received)
        : book_(book), letter_(letter), table_(table, kit::owned_by("party"), moves), received_(received) {}

    /// One that comes, now unless it says when: it gets its number and first state. invalid_argument if nobody says it.
    Entity create(Unit& unit, Entity entity) const {
        if (!entity.party && !entity.giver)
            throw invalid("party", "give the party who says so, or a giver with a name");
        if (entity.giver && entity.giver->language) kit::check_language_tag("giver.language", *entity.giver->language);
        book_.directory().check_party(unit, entity);
        if (entity.received_at == Instant{}) entity.received_at = unit.now();
        entity.received_at = received_by(entity.received_at, unit.now());
        check_received(entity.received_at, unit.now());
        entity.id = unit.new_id<IdType>();
        entity.number = unit.next_number(letter_);
        table_.put(unit, entity);
        unit.emit(received_, entity.id, data_of(unit, entity, {}));
        count(unit, nullptr, entity);
        return entity;
    }
    void add_derivation(std::vector<kit::Derivation>& all) const { table_.add_derivation(all); }
    std::optional<Entity> find(const View& view, const IdType& id) const { return table_.find(view, id); }
    Entity get(const View& view, const IdType& id) const { return table_.get(view, id); }
    kit::Page<Entity> list(const View& view, const kit::ListOptions& options,
                           std::span<const kit::Condition> conditions) const {
        return table_.list(view, options, conditions);
    }
    /// Changes the one that the request names by a pure function. aborted if it names an older version.
    template <class Request, class Change>
    Entity change(Unit& unit, const Request& request, const Event& event, Change change) const {
        const Entity before = table_.get(unit, request.id);
        kit::check_version(request.version, before.version);
        return save(unit, before, change(before), event);
    }
    /// The route of a move; `more(unit, entity, request)` records what goes with it.
    template <class Request, class More>
    kit::Route move(const kit::Command<Request, kit::Shown<Entity>>& command, const Event& event, More more) const {
        return kit::on(command, [this, command, &event, more](Unit& unit, const Request& request) {
            return table_.shown(unit, change(unit, request, event, [&](Entity entity) {
                                    table_.moves().make(entity, command, kit::asking(unit));
                                    more(unit, entity, request);
                                    return entity;
                                }));
        });
    }
    /// Stores one that has changed.
    Entity save(Unit& unit, const Entity& before, Entity after, const Event& event) const {
        auto changes = changes_between(before, after);
        if (changes.empty()) return after;
        table_.put(unit, after);
        unit.emit(event, after.id, data_of(unit, after, std::move(changes)));
        count(unit, &before, after);
        return after;
    }
    const kit::Table<Entity>& table() const { return table_; }
    /// Reactions to what the registry tells of parties that it merges or erases; `changed` tells what became of one.
    kit::Routes follow_parties(const Event& changed) const {
        const auto follow = [this, &changed](Unit& unit, const Entity& before, Entity after) {
            book_.directory().name_party(unit, after);
            save(unit, before, std::move(after), changed);
        };
        const auto forget = [this, &changed](Unit& unit, Entity after) {
            table_.put(unit, after);
            unit.emit(changed, after.id, data_of(unit, after, {}));
        };
        return {kit::follows_merges(table_, follow), kit::forgets_erased(table_, forget)};
    }

private:
    /// What events say of one; whom a letter goes to is given the page that they follow it on.
    api::WithPage<Entity> data_of(const View& view, const Entity& entity, std::vector<Change> changes) const {
        return {{entity, std::move(changes)},
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
    const Event& received_;
};

/// Feedback that is no complaint.
struct FeedbackBooks {
    explicit FeedbackBooks(const Casebook& book)
        : compliments(book, 'F', "compliments", compliment_moves(), api::compliment_received),
          suggestions(book, 'F', "suggestions", suggestion_moves(), api::suggestion_received),
          questions(book, 'C', "questions", question_moves(), api::question_received) {}
    FeedbackBook<Compliment> compliments;
    FeedbackBook<Suggestion> suggestions;
    FeedbackBook<Question> questions;
};

}  // namespace rapport::complaints
