// SPDX-License-Identifier: MIT
#include "services/cli/demo/player.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "services/cli/demo/password.hpp"

namespace rapport::cli::demo {
namespace {

constexpr std::string_view provider = "provider", complete = "complete";
/// Services know a call again for seven days.
constexpr std::chrono::days known_again{6};

const Actor outside{.id = "outside", .kind = "person", .roles = {"respondent"}};

void count(Played& played, const std::string& what, std::size_t how_many) {
    if (what.empty()) return;
    const auto found = std::ranges::find(played.made, what, &std::pair<std::string, std::size_t>::first);
    if (found == played.made.end()) played.made.emplace_back(what, how_many);
    else found->second += how_many;
}

}  // namespace

std::optional<Actor> Player::actor_of(const std::string& as) const {
    if (as.empty() || !options_.speaker) return options_.speaker;
    if (as == "outside") return outside;
    const auto user = users_.find(as);
    if (user == users_.end()) throw Error(Code::internal, "the demo's data: there is no user " + as);
    return user->second;
}

Json Player::ask(const Step& step, const Json& params) {
    bus::CallOptions call{.timeout = patience, .actor = actor_of(step.as), .query = step.asks, .retry = true};
    if (!step.asks) call.idem = "demo-" + std::to_string(options_.seed) + "-" + step.key;
    try {
        return Json::parse(to_json(client_.ask(step.service, step.method, from_json(params.dump()), call)));
    } catch (const Error& error) {
        throw Error(error.code(), step.service + "." + step.method + " (" + step.key + "): " + error.message(),
                    error.details());
    }
}

Json Player::ask(const std::string& service, const std::string& method, const Json& params) {
    return ask(Step{.key = method, .service = service, .method = method, .as = {}, .asks = true}, params);
}

std::optional<Json> Player::party_called(std::string_view key) {
    const Json reference = reference_of(options_.seed, key);
    const Json found = ask("registry", "list_parties",
                           {{"reference_system", reference.at("system")}, {"reference", reference.at("id")}});
    if (found.at("items").empty()) return {};
    return found.at("items").at(0);
}

/// What a new deployment has is an administrator, and nothing else of people.
void Player::check_own_data() {
    const Json users = ask("accounts", "list_users", {{"limit", 2}});
    const bool empty = ask("registry", "list_parties", {{"limit", 1}, {"retired", true}}).at("items").empty() &&
                       ask("registry", "list_parties", {{"limit", 1}}).at("items").empty() &&
                       users.at("items").size() < 2;
    if (!empty)
        throw Error(
            Code::failed_precondition,
            "this deployment has parties or users of its own: --beside adds the invented ones to them, for good");
}

Played Player::play(std::vector<Script> scripts, const std::set<std::string>& running, const std::string& password) {
    if (party_called(complete)) {
        played_.was_there = true;
        return played_;
    }
    if (!party_called(provider) && !options_.beside_own_data) check_own_data();
    const auto left_out = [&](const Script& script) {
        const auto services = script.services();
        const bool runs = std::ranges::all_of(services, [&](const auto& name) { return running.contains(name); });
        if (!runs) played_.left_out.push_back(script.name);
        return !runs || (script.empty_store_only && options_.beside_own_data);
    };
    std::erase_if(scripts, left_out);
    std::size_t steps = 0, done = 0;
    for (const Script& script : scripts) steps += script.steps.size();
    for (const Script& script : scripts)
        for (const Step& step : script.steps) {
            make(step);
            options_.on_progress(++done, steps);
        }
    set_passwords(password);
    const Json last = party_called(provider).value();
    Json references = last.at("references");
    references.push_back(reference_of(options_.seed, complete));
    ask(Step{.key = std::string(complete), .service = "registry", .method = "update_party", .as = {}},
        {{"id", last.at("id")}, {"references", std::move(references)}});
    return played_;
}

void Player::make(const Step& step) {
    if (!known_) known_.emplace(options_.seed, SystemClock().now());  // the first names no time
    const Json params = known_->filled_in(step.params);
    Json answer = ask(step, params);
    count(played_, step.makes, std::max<std::size_t>(step.rows.size(), 1));
    if (!step.rows.empty()) return learn_rows(step, answer);
    if (step.service == "accounts" && step.method == "create_user") {
        const std::string id = answer.at("id");
        users_[step.key] = {.id = "user:" + id, .kind = "person", .roles = params.at("roles")};
        user_ids_.emplace_back(step.key, id);
        played_.people.emplace_back(params.at("name"), params.at("roles").at(0));
    }
    known_->learn(step.key, std::move(answer));
}

void Player::learn_rows(const Step& step, const Json& answer) {
    const Json& rows = answer.at("rows");
    for (std::size_t i = 0; i < step.rows.size(); ++i) {
        if (!rows.at(i).contains("id"))
            throw Error(Code::internal, "the demo's data: " + step.rows[i] + " was rejected: " + rows.at(i).dump());
        if (step.rows[i] == provider) {
            const auto begun = instant_from(party_called(provider).value().at("created_at").get<std::string>()).value();
            if (SystemClock().now() - begun > known_again)
                throw Error(Code::failed_precondition,
                            "a demo was begun and broken off days ago: begin with a new state");
            known_.emplace(options_.seed, begun);
        }
        known_->learn(step.rows[i], rows.at(i));
    }
}

void Player::set_passwords(const std::string& password) {
    if (user_ids_.empty()) return;
    const std::string hash = hash_of_password(password);
    for (const auto& [key, id] : user_ids_) {
        // Another one each time that it is asked for: no key of a step.
        const Step step{.key = "password of " + key + " " + to_text(SystemClock().now()),
                        .service = "accounts",
                        .method = "set_password",
                        .as = {}};
        ask(step, {{"user", id}, {"hash", hash}});
    }
}

}  // namespace rapport::cli::demo
