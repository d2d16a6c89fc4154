// SPDX-License-Identifier: MIT
#include "services/kit/entities/moves.hpp"

#include <algorithm>
#include <stdexcept>

#include "bus/base/bounds.hpp"
#include "services/kit/engine/engine.hpp"

namespace rapport::kit {
namespace {

bool has(std::uint64_t bits, std::size_t bit) { return (bits >> bit & 1) != 0; }

std::string with_article(const std::string& what) {
    const bool vowel = !what.empty() && std::string_view("aeiou").find(what.front()) != std::string_view::npos;
    return (vowel ? "an " : "a ") + what;
}

/// `actions_are_open` → `actions are open`.
std::string in_words(std::string key) {
    std::ranges::replace(key, '_', ' ');
    return key;
}

/// `a, b or c`
std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text.append(i == 0 ? "" : i + 1 == names.size() ? " or " : ", ").append(names[i]);
    return text;
}

/// Each method once; with the states that it leads to, where there are several.
std::string in_words(const std::vector<AllowedMove>& allowed) {
    std::string text;
    for (auto move = allowed.begin(); move != allowed.end(); ++move) {
        const auto same = [&move](const AllowedMove& other) { return other.method == move->method; };
        if (std::find_if(allowed.begin(), move, same) != move) continue;
        std::vector<std::string> ends;
        for (const AllowedMove& other : allowed)
            if (same(other)) ends.push_back(other.to.value_or(""));
        text.append(text.empty() ? "" : ", ").append(move->method);
        if (ends.size() > 1) text.append(" to ").append(listed(ends));
    }
    return text;
}

}  // namespace

/// What a refused move answers.
struct MoveTable::Refusal {
    std::string state;
    std::vector<AllowedMove> allowed_moves;
    std::optional<std::string> reason = {};
    Any params = {};
    static constexpr auto fields =
        describe(Field{"state", &Refusal::state, "where it is"},
                 Field{"allowed_moves", &Refusal::allowed_moves, "the moves that you can make now"},
                 Field{"reason", &Refusal::reason, "why a move that the state allows cannot be made now"},
                 Field{"params", &Refusal::params, "what belongs into the words of that reason"});
};

MoveTable::MoveTable(std::string what, StateField state, std::vector<Row> rows)
    : what_(std::move(what)), state_(std::move(state)), rows_(std::move(rows)) {
    constexpr std::size_t bits = 64;
    if (rows_.size() > bits || state_.states.size() > bits)
        throw std::logic_error("the moves of " + with_article(what_) + " have more than 64 rows or states");
    for (const Row& row : rows_)
        if (!row.to && !state_.before)
            throw std::logic_error("the moves of " + with_article(what_) + " do not say which is the state before");
}

std::vector<std::string_view> MoveTable::needs_of(const Shape& request) {
    std::vector<std::string_view> needs;
    for (const FieldShape& field : request.fields())
        if (field.name != "id" && field.name != "version" && is_required_of_request(field)) needs.push_back(field.name);
    return needs;
}

std::size_t MoveTable::end_of(const Row& row, const void* entity) const {
    return row.to ? *row.to : state_.before(entity);
}

std::uint64_t MoveTable::admitted(const Asking& asking) const {
    std::uint64_t rows = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const bool admits = !asking.actor || allowed(rows_[i].roles, *asking.actor, false);
        if (!rows_[i].method.empty() && admits) rows |= std::uint64_t{1} << i;
    }
    return rows;
}

void MoveTable::show(const void* entity, const Asking& asking, std::uint64_t rows, std::vector<AllowedMove>& allowed,
                     std::vector<BlockedMove>& blocked) const {
    const std::size_t state = state_.get(entity);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const Row& row = rows_[i];
        if (!has(rows, i) || !has(row.from, state)) continue;
        const std::string& to = state_.states.at(end_of(row, entity));
        if (auto why = row.guard ? row.guard(entity, asking) : std::nullopt)
            blocked.push_back({std::string(row.method), to, std::move(why->reason), std::move(why->params)});
        else allowed.push_back({std::string(row.method), to, {row.needs.begin(), row.needs.end()}, row.is_usual});
    }
    std::stable_partition(allowed.begin(), allowed.end(), [](const AllowedMove& move) { return move.usual; });
}

std::size_t MoveTable::target(const void* entity, std::string_view method, std::optional<std::size_t> named,
                              const Asking& asking) const {
    std::optional<std::size_t> found;
    std::optional<Blocked> blocked;
    for (const Row& row : rows_) {
        if (row.method != method || !has(row.from, state_.get(entity))) continue;
        const std::size_t to = end_of(row, entity);
        if (named && to != *named) continue;
        if (auto why = row.guard ? row.guard(entity, asking) : std::nullopt) {
            blocked = std::move(why);
            continue;
        }
        if (found && *found != to)
            throw std::logic_error(std::string(method) + " leads to several states: one has to be named");
        found = to;
    }
    if (found) return *found;
    throw move_refusal(entity, method, named, asking, blocked);
}

std::string MoveTable::state_of(const void* entity) const { return state_.states.at(state_.get(entity)); }

std::vector<AllowedMove> MoveTable::allowed_moves(const void* entity, const Asking& asking) const {
    std::vector<AllowedMove> allowed;
    std::vector<BlockedMove> blocked;
    show(entity, asking, admitted(asking), allowed, blocked);
    return allowed;
}

Error MoveTable::refusal(const std::string& why, const Refusal& details) const {
    const std::string moves = in_words(details.allowed_moves);
    return {
        Code::failed_precondition,
        std::string(state_.name) + ": " + why + (moves.empty() ? "; it allows you no move" : "; it allows " + moves),
        any_of(details)};
}

Error MoveTable::refusal(const void* entity, const Asking& asking, const std::string& why) const {
    return refusal(why, {state_of(entity), allowed_moves(entity, asking)});
}

Error MoveTable::move_refusal(const void* entity, std::string_view method, std::optional<std::size_t> named,
                              const Asking& asking, const std::optional<Blocked>& blocked) const {
    Refusal details{state_of(entity), allowed_moves(entity, asking)};
    std::string why = with_article(what_) + " that is " + details.state + " does not allow " + std::string(method);
    if (named) why += " to " + state_.states.at(*named);
    if (blocked) {
        std::erase_if(details.allowed_moves, [method](const AllowedMove& move) { return move.method == method; });
        details.reason = blocked->reason;
        details.params = blocked->params;
        why += " now: " + in_words(blocked->reason);
    }
    return refusal(why, details);
}

std::string MoveTable::as_markdown() const {
    std::string text = "| from | to | method | needs | |\n|---|---|---|---|---|\n";
    for (const Row& row : rows_) {
        std::vector<std::string> in, out;
        for (std::size_t i = 0; i < state_.states.size(); ++i)
            (has(row.from, i) ? in : out).push_back(state_.states[i]);
        const bool most = in.size() > 2 && out.size() * 2 <= in.size();
        std::string needs;
        for (const std::string_view need : row.needs) needs.append(needs.empty() ? "" : ", ").append(need);
        const std::string method = row.method.empty() ? "by itself" : std::string(row.method);
        text.append("| ").append(!most ? listed(in) : out.empty() ? "any state" : "any but " + listed(out));
        text.append(" | ").append(row.to ? state_.states.at(*row.to) : "the state before");
        text.append(" | ").append(row.is_usual ? "**" + method + "**" : method);
        text.append(" | ").append(needs).append(" | ").append(row.doc).append(" |\n");
    }
    return text;
}

}  // namespace rapport::kit
