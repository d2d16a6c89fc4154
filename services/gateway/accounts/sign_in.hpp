// SPDX-License-Identifier: MIT
#pragma once
#include <thread>

#include "bus/client/client.hpp"
#include "services/gateway/accounts/directory.hpp"
#include "services/gateway/accounts/password_queue.hpp"
#include "services/gateway/http/address_limit.hpp"
#include "services/gateway/http/exchange.hpp"

namespace rapport::gateway::accounts {

/// How long signing in takes and waits, so that its time tells nothing.
struct SignInRules {
    /// From a sign-in's arrival until it is refused, whatever the reason: the time tells nothing, and who guesses
    /// waits.
    Millis refusal = std::chrono::seconds(1);
    /// How long strangers wait to be looked at: what is not until then is refused at that time as well. So much earlier
    /// that what begins last is done by then, or the time would tell that there was something to be looked at.
    Millis patience = refusal / 2;
    /// How long a password opens that an administrator set.
    Millis initial_password = std::chrono::days(7);
};

/// `/api/v1/session`, `/api/v1/sessions`: signing in and out, one's sessions, changing passwords and second factors.
/// Passwords are checked on threads of their own; what came of it is told to the service `accounts`, and logged.
class SignIn {
public:
    /// `directory` and `clock` outlive it.
    SignIn(const bus::Address& bus, Directory& directory, const Clock& clock, SignInRules rules = {});
    ~SignIn();
    /// What the gateway is to hand to it.
    Mounts mounts();

private:
    struct Attempt;
    struct Holder;
    struct Change;
    struct FactorChange;
    using AttemptPtr = std::shared_ptr<const Attempt>;
    using HolderPtr = std::shared_ptr<const Holder>;
    using ChangePtr = std::shared_ptr<const Change>;
    using FactorChangePtr = std::shared_ptr<const FactorChange>;
    enum class Outcome { right, wrong, closed, late, over };
    /// What came of it, and the hash that the password was looked at with: by then it may have been replaced.
    struct Look {
        Outcome outcome;
        std::string hash = {};
    };

    void session(const ExchangePtr& exchange);
    void tell_session(const ExchangePtr& exchange);
    void sign_in(const ExchangePtr& exchange);
    Look checked(const Attempt& attempt) const;
    void conclude(const AttemptPtr& attempt, const Look& look, const PasswordQueue::Turn& turn);
    void refuse(const AttemptPtr& attempt, const PasswordQueue::Turn& turn);
    void refuse(const AttemptPtr& attempt, const PasswordQueue::Turn& turn, const Error& why);
    void count(const AttemptPtr& attempt, const PasswordQueue::Turn& turn);
    void not_opened(const AttemptPtr& attempt, const Error& error, const PasswordQueue::Turn& turn);
    void open(const AttemptPtr& attempt, const std::string& proven, const PasswordQueue::Turn& turn);
    void sign_out(const Identity& identity, const ExchangePtr& exchange);

    struct Asking;
    void sessions(const ExchangePtr& exchange);
    void session_by_id(const ExchangePtr& exchange);
    Asking asking(const ExchangePtr& exchange) const;
    void end_sessions(const Asking& asking, std::vector<Session> which, const ExchangePtr& exchange,
                      HttpResponse response);

    Holder holder(const ExchangePtr& exchange) const;
    Holder concerning(Holder holder, const std::optional<UserId>& user) const;
    bool proven(const HolderPtr& holder, const std::optional<std::string>& current, const std::string& hash,
                const PasswordQueue::Turn& turn);
    void count(const HolderPtr& holder, const Error& wrong, const PasswordQueue::Turn& turn);

    void password(const ExchangePtr& exchange);
    void change(const ChangePtr& wanted, const PasswordQueue::Turn& turn);
    void set(const ChangePtr& wanted, const std::string& fresh, const api::SetPassword& request,
             const PasswordQueue::Turn& turn);

    void second_factor(const ExchangePtr& exchange);
    void second_factor_step(const ExchangePtr& exchange);
    void tell_second_factor(const ExchangePtr& exchange) const;
    void queue(FactorChange wanted);
    void change_factor(const FactorChangePtr& wanted, const PasswordQueue::Turn& turn);
    void begin_factor(const FactorChangePtr& wanted, const std::string& hash, const PasswordQueue::Turn& turn);
    void confirm_factor(const FactorChangePtr& wanted, const PasswordQueue::Turn& turn);
    void remove_factor(const FactorChangePtr& wanted, const std::string& hash, const PasswordQueue::Turn& turn);
    void renew_codes(const FactorChangePtr& wanted, const std::string& hash, const PasswordQueue::Turn& turn);
    template <class Req>
    void settle(const kit::Command<Req, kit::Nothing>& command, const Req& request, const FactorChangePtr& wanted,
                const PasswordQueue::Turn& turn, HttpResponse response, const char* done);

    /// Calls accounts, on our loop. The turn lasts until it has answered. Errors become problem documents, unless
    /// `otherwise` does something else with them.
    template <class Req, class Res>
    void call(const kit::Command<Req, Res>& command, const Req& request, const ExchangePtr& exchange,
              const PasswordQueue::Turn& turn, std::function<void()> then,
              std::function<void(const Error&)> otherwise = {});

    Directory& directory_;
    const Clock& clock_;
    const SignInRules rules_;
    /// Lines of the log a minute, for what is refused from one address without a look at a password.
    AddressLimit lines_{6};
    bus::Loop loop_;
    bus::Client client_;
    std::thread thread_;
    PasswordQueue queue_{rules_.patience};
};

}  // namespace rapport::gateway::accounts
