// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/first_start.hpp"

#include <spdlog/spdlog.h>

namespace rapport::gateway::accounts {
namespace {

std::string token_in(const std::filesystem::path& file) {
    if (auto token = read_file(file)) {
        while (!token->empty() && (token->back() == '\n' || token->back() == '\r')) token->pop_back();
        if (is_secret(*token, token_prefix)) return *token;
        throw Error(Code::invalid_argument,
                    file.string() + " holds no token: delete it, and a new one is made at the next start");
    }
    std::string token = new_secret(token_prefix);
    write_private(file, token + "\n");
    spdlog::info("a token of the administrator is in {}", file.string());
    return token;
}

}  // namespace

void ensure_administrator(kit::Engine& engine, const Directory& directory, const std::filesystem::path& file) {
    const api::EnsureAdministrator request{directory.token_digest(token_in(file))};
    kit::Invocation invocation{.method = std::string(api::ensure_administrator.name), .params = encode(request)};
    invocation.header.actor = Actor{.id = "service:gateway", .kind = "service", .roles = {"service"}};
    kit::Work work = std::move(invocation);
    const auto committed = engine.run({&work, 1});
    if (const auto& error = committed.outcomes.front().error)
        throw Error(error->code(), "accounts cannot begin: " + error->message(), error->details());
}

}  // namespace rapport::gateway::accounts
