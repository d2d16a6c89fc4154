// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <thread>

#include "bus/client/client.hpp"
#include "services/gateway/accounts/directory.hpp"
#include "services/gateway/gateway.hpp"

namespace rapport::gateway::accounts {

struct Credentials;

/// `/api/v1/session`: signing in, out, and changing passwords. Checks passwords on a thread of its own, one after
/// another, and tells the service `accounts` what came of it.
class SignIn {
public:
    /// `directory` and `clock` outlive it.
    SignIn(const bus::Address& bus, Directory& directory, const Clock& clock, bool secure_cookie);
    ~SignIn();
    /// What the gateway is to hand to it.
    Gateway::Mounts mounts();

private:
    void session(const ExchangePtr& exchange);
    void password(const ExchangePtr& exchange);
    void sign_in(const Credentials& given, const ExchangePtr& exchange);
    void sign_out(const Identity& identity, const ExchangePtr& exchange);
    void open(const User& user, const ExchangePtr& exchange);

    /// Runs on our thread, unless too many wait there already.
    void later(const ExchangePtr& exchange, std::function<void()> task);
    /// Calls accounts; errors become problem documents.
    template <class Req, class Res>
    void call(const kit::Command<Req, Res>& command, const Req& request, const ExchangePtr& exchange,
              std::function<void()> then);

    Directory& directory_;
    const Clock& clock_;
    const bool secure_cookie_;
    std::atomic<int> waiting_{0};
    bus::Loop loop_;
    bus::Client client_;
    std::thread thread_;
};

}  // namespace rapport::gateway::accounts
