// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "bus/base/actor.hpp"
#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "services/kit/entities/requests.hpp"
#include "services/kit/method.hpp"

/// The moves that an entity makes from state to state: one table, from which come its refusals, what an answer shows of
/// the moves, and the table in the README of its service. Values and pure functions, no I/O.
namespace rapport::kit {

/// A move that the caller can make now.
struct AllowedMove {
    std::string method;
    std::optional<std::string> to;
    std::vector<std::string> needs;
    bool usual = false;
    static constexpr auto fields =
        describe(Field{"method", &AllowedMove::method, "the method that makes the move"},
                 Field{"to", &AllowedMove::to, "the state that it leads to"},
                 Field{"needs", &AllowedMove::needs, "fields that its request must have beside the id"},
                 Field{"usual", &AllowedMove::usual, "whether it is what is usually done next"});
};

/// A move that the state allows, and something else does not allow now.
struct BlockedMove {
    std::string method;
    std::optional<std::string> to;
    std::string reason;
    Any params;
    static constexpr auto fields =
        describe(Field{"method", &BlockedMove::method, "the method that makes the move"},
                 Field{"to", &BlockedMove::to, "the state that it would lead to"},
                 Field{"reason", &BlockedMove::reason, "what is missing: a key, in snake_case"},
                 Field{"params", &BlockedMove::params, "what belongs into the words of that reason"});
};

/// Who asks, and when. Without an actor: anybody, whatever their roles.
struct Asking {
    Instant now;
    const Actor* actor = nullptr;
};

/// Why a move that the state allows cannot be made now: `actions_are_open`, and what belongs into its words, a map.
struct Blocked {
    std::string reason;
    Any params = {};
};

/// Marks the move that is usually made next.
struct Usual {};
inline constexpr Usual usual;
/// In the place of a method: time makes the move.
struct ByItself {};
inline constexpr ByItself by_itself;

/// All states but these, to begin a row with.
template <Named State, class... States>
std::vector<State> any_but(State state, States... states) {
    std::vector<State> all;
    for (std::size_t i = 0; i < names_of(state).size(); ++i)
        if (const auto one = static_cast<State>(i); one != state && ((one != states) && ...)) all.push_back(one);
    return all;
}

/// The part of Moves that knows no type.
class MoveTable {
public:
    /// A move: from which states, to which, by which method.
    struct Row {
        std::uint64_t from = 0;         ///< a bit for each state
        std::optional<std::size_t> to;  ///< none: the state before
        std::string_view method = {};   ///< empty: it happens by itself
        Roles roles = {};               ///< of the method
        std::vector<std::string_view> needs = {};
        std::string_view doc = {};
        bool is_usual = false;
        std::function<std::optional<Blocked>(const void* entity, const Asking&)> guard = {};
    };

    /// One of the entities, in words: `agreement`.
    const std::string& what() const { return what_; }
    std::span<const Row> rows() const { return rows_; }
    /// The table as Markdown, for the README of the service.
    std::string as_markdown() const;

protected:
    struct StateField {
        std::string_view name;
        std::vector<std::string> states;
        std::function<std::size_t(const void* entity)> get;
        std::function<std::size_t(const void* entity)> before;  ///< the state before; may be empty
    };
    MoveTable(std::string what, StateField state, std::vector<Row> rows);

    /// The rows whose methods the caller's roles allow, a bit each.
    std::uint64_t admitted(const Asking& asking) const;
    void show(const void* entity, const Asking& asking, std::uint64_t rows, std::vector<AllowedMove>& allowed,
              std::vector<BlockedMove>& blocked) const;
    /// Where the method leads; to that state if one is named. Throws the refusal.
    std::size_t target(const void* entity, std::string_view method, std::optional<std::size_t> named,
                       const Asking& asking) const;
    /// failed_precondition: what the state does not allow, with `state` and `allowed_moves`.
    Error refusal(const void* entity, const Asking& asking, const std::string& why) const;
    /// The same of a move, to that state if one is named, which something blocks if `blocked` says so.
    Error move_refusal(const void* entity, std::string_view method, std::optional<std::size_t> named,
                       const Asking& asking, const std::optional<Blocked>& blocked) const;
    static std::vector<std::string_view> needs_of(const Shape& request);

private:
    struct Refusal;
    std::size_t end_of(const Row& row, const void* entity) const;
    std::string state_of(const void* entity) const;
    std::vector<AllowedMove> allowed_moves(const void* entity, const Asking& asking) const;
    Error refusal(const std::string& why, const Refusal& details) const;

    std::string what_;
    StateField state_;
    std::vector<Row> rows_;
};

/// What a method answers of an entity that has moves: the entity, and the moves of this caller. Nothing of that is
/// stored, or told in events.
template <class T>
struct Shown : T {
    std::vector<AllowedMove> allowed_moves = {};
    std::vector<BlockedMove> blocked_moves = {};

    static constexpr auto more =
        describe(Field{"allowed_moves", &Shown::allowed_moves, "the moves that you can make now"},
                 Field{"blocked_moves", &Shown::blocked_moves,
                       "moves that its state allows you, and why they cannot be made now"});
    static Shape shape() { return shape_with_more<Shown, T>(); }
};

/// The moves of an entity. A row is `{from, to, method, doc, marks…}`: from some states, or any_but() some; to a state,
/// or std::nullopt for the one before; the Command that makes the move, whose request says what it needs, or
/// by_itself; marks are `usual`, and a guard `std::optional<Blocked>(const T&, const Asking&)`, a pure function. Lives
/// as long as the tables and routes that use it.
template <Described T>
class Moves : public MoveTable {
public:
    /// The same, of an entity whose states are that enumeration.
    template <class State>
    struct Row : MoveTable::Row {
        template <class Req, class Res, class... Marks>
        Row(const std::vector<State>& begins, std::optional<State> ends, const Command<Req, Res>& command,
            std::string_view means, Marks... marks)
            : Row(begins, ends, by_itself, means, std::move(marks)...) {
            method = command.name;
            roles = command.roles;
            needs = needs_of(shape_of<Req>());
        }
        template <class... Marks>
        Row(const std::vector<State>& begins, std::optional<State> ends, ByItself, std::string_view means,
            Marks... marks) {
            for (const State state : begins) from |= std::uint64_t{1} << static_cast<std::size_t>(state);
            if (ends) to = static_cast<std::size_t>(*ends);
            doc = means;
            (mark(std::move(marks)), ...);
        }

    private:
        void mark(Usual) { is_usual = true; }
        void mark(std::function<std::optional<Blocked>(const T&, const Asking&)> blocks) {
            guard = [blocks = std::move(blocks)](const void* entity, const Asking& asking) {
                return blocks(*static_cast<const T*>(entity), asking);
            };
        }
    };

    /// `what` is one of the entities in words, `state` its enumeration, or a bool. `before` says the state before,
    /// where a row leads back to it.
    template <class State>
    Moves(std::string what, State T::*state, std::initializer_list<std::type_identity_t<Row<State>>> rows,
          std::type_identity_t<std::function<State(const T&)>> before = {})
        : MoveTable(std::move(what), field_of(state, std::move(before)), {rows.begin(), rows.end()}),
          set_([state](T& entity, std::size_t to) { entity.*state = static_cast<State>(to); }) {}

    /// The entity, and the moves that the caller can make with it.
    Shown<T> shown(T entity, const Asking& asking) const { return shown(std::move(entity), asking, admitted(asking)); }
    Page<Shown<T>> shown(Page<T> page, const Asking& asking) const {
        const std::uint64_t rows = admitted(asking);
        Page<Shown<T>> all{.items = {}, .next = std::move(page.next), .total = page.total, .total_is = page.total_is};
        all.items.reserve(page.items.size());
        for (T& entity : page.items) all.items.push_back(shown(std::move(entity), asking, rows));
        return all;
    }

    /// Makes the move of a method: sets the state that it leads to. failed_precondition, with `state` and
    /// `allowed_moves`, unless the state allows the move and nothing blocks it. std::logic_error if the method leads to
    /// several states from here.
    template <class Req, class Res>
    void make(T& entity, const Command<Req, Res>& command, const Asking& asking) const {
        set_(entity, target(&entity, command.name, {}, asking));
    }
    /// The same to one of the states that the method leads to.
    template <class Req, class Res, class State>
    void make(T& entity, const Command<Req, Res>& command, State to, const Asking& asking) const {
        set_(entity, target(&entity, command.name, static_cast<std::size_t>(to), asking));
    }

    /// The same by the name of the method, where another one makes its move; to a state if one is named.
    template <class State>
    void make(T& entity, std::string_view method, std::optional<State> to, const Asking& asking) const {
        std::optional<std::size_t> named;
        if (to) named = static_cast<std::size_t>(*to);
        set_(entity, target(&entity, method, named, asking));
    }

    /// failed_precondition for a move that the state allows and something else does not.
    template <class Req, class Res>
    Error blocked(const T& entity, const Command<Req, Res>& command, const Asking& asking, const Blocked& why) const {
        return blocked(entity, command.name, asking, why);
    }
    Error blocked(const T& entity, std::string_view method, const Asking& asking, const Blocked& why) const {
        return move_refusal(&entity, method, {}, asking, why);
    }
    /// failed_precondition for something that is no move and that the state does not allow, `why`.
    Error refused(const T& entity, const Asking& asking, const std::string& why) const {
        return refusal(&entity, asking, why);
    }

private:
    template <class State>
    static StateField field_of(State T::*state, std::function<State(const T&)> before) {
        StateField field{.name = {}, .states = {}, .get = {}, .before = {}};
        const std::size_t offset = requests::offset_of(state);
        for (const FieldShape& one : shape_of<T>().fields())
            if (one.offset == offset) field.name = one.name;
        if constexpr (std::same_as<State, bool>) {
            field.states = {"not_" + std::string(field.name), std::string(field.name)};
        } else {
            for (const std::string_view name : names_of(State{})) field.states.emplace_back(name);
        }
        field.get = [state](const void* entity) {
            return static_cast<std::size_t>(static_cast<const T*>(entity)->*state);
        };
        if (before)
            field.before = [before = std::move(before)](const void* entity) {
                return static_cast<std::size_t>(before(*static_cast<const T*>(entity)));
            };
        return field;
    }
    Shown<T> shown(T entity, const Asking& asking, std::uint64_t rows) const {
        Shown<T> shown{std::move(entity)};
        show(&shown, asking, rows, shown.allowed_moves, shown.blocked_moves);
        return shown;
    }

    std::function<void(T&, std::size_t)> set_;
};

}  // namespace rapport::kit
