// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/first_start.hpp"

#include <spdlog/spdlog.h>

namespace rapport::gateway::accounts {
namespace {

std::string new_token_in(const std::filesystem::path& file) {
    std::string token = new_secret(token_prefix);
    write_private(file, token + "\n");
    spdlog::info("a token of the administrator is in {}", file.string());
    return token;
}

std::string token_in(const std::filesystem::path& file) {
    auto token = read_file(file);
    if (!token) return new_token_in(file);
    while (!token->empty() && (token->back() == '\n' || token->back() == '\r')) token->pop_back();
    if (is_secret(*token, token_prefix)) return *token;
    throw Error(Code::invalid_argument,
                file.string() + " holds no token: delete it, and a new one is made at the next start");
}

Token ensured(kit::Engine& engine, const api::EnsureAdministrator& request) {
    kit::Invocation invocation{.method = std::string(api::ensure_administrator.name), .params = encode(request)};
    invocation.header.actor = Actor{.id = "service:gateway", .kind = "service", .roles = {"service"}};
    kit::Work work = std::move(invocation);
    const auto committed = engine.run({&work, 1});
    const kit::Outcome& outcome = committed.outcomes.front();
    if (outcome.error)
        throw Error(outcome.error->code(), "accounts cannot begin: " + outcome.error->message(),
                    outcome.error->details());
    return decode<Token>(outcome.result);
}

}  // namespace

void ensure_administrator(kit::Engine& engine, const Directory& directory, const std::filesystem::path& file,
                          std::optional<std::int64_t> days) {
    const Token token = ensured(engine, {directory.token_digest(token_in(file)), days});
    if (!token.expires || engine.clock().now() < *token.expires) return;
    ensured(engine, {directory.token_digest(new_token_in(file)), days});
}

}  // namespace rapport::gateway::accounts
