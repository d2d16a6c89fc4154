// SPDX-License-Identifier: MIT
#include <optional>
#include <rapport/plugin.hpp>

#include "header.hpp"
#include "session.hpp"

namespace {

/// Sends messages as e-mail through a mail server.
struct Email : rapport::Channel {
    static constexpr Limits limits{.html = true, .attachments = true, .receipts = true, .max_batch = 1};

    Setting<std::string> host{this, "host", rapport::required, "the mail server's name or address", 1, 253};
    Setting<int> port{this, "port", 0, "0: 587 for starttls, 465 for tls, 25 for none", 0, 65'535};
    Setting<std::string> security{
        this, "security", "starttls", "starttls (secured or not at all), tls (secured from the start) or none", 3, 8};
    Setting<std::string> ca_file{this, "ca_file", "", "PEM file of the authorities to trust; empty: the system's",
                                 0,    4096};
    Setting<std::string> user{this, "user", "", "signs in by this name; empty: does not sign in", 0, 320};
    Setting<rapport::Secret> password{this, "password", rapport::Secret{}, "that of the user", 0, 4096};
    Setting<std::string> from{this, "from", rapport::required, "the address that letters come from", 3, 254};
    Setting<std::string> from_name{this, "from_name", "", "the name beside it", 0, 200};
    Setting<std::string> reply_to{this, "reply_to", "", "the address that answers go to; empty: where it comes from",
                                  0,    254};
    Setting<std::string> own_name{
        this, "own_name", "", "what we call ourselves to the server; empty: this machine's name", 0, 253};
    Setting<int> timeout_ms{this, "timeout_ms", 8'000, "how long one letter may take", 10, 600'000};

    void start() {
        const bool known = *security == "starttls" || *security == "tls" || *security == "none";
        if (!known) throw std::invalid_argument("'/security' must be starttls, tls or none");
        const auto sender = email::as_sent(*from);
        if (!sender) throw std::invalid_argument("'/from' must be an address such as rapport@example.com");
        const auto answers = reply_to->empty() ? std::optional(std::string()) : email::as_sent(*reply_to);
        if (!answers) throw std::invalid_argument("'/reply_to' must be an address such as desk@example.com");
        if (host->find_first_of("/@ \r\n") != std::string::npos)
            throw std::invalid_argument("'/host' must be a name or an address");
        if (own_name->find_first_of("/?# \r\n") != std::string::npos)
            throw std::invalid_argument("'/own_name' must be a name");
        if (user->empty() != password->empty())
            throw std::invalid_argument("'/user' and '/password' go together: give both or neither");
        if (password->reveal().find_first_of("\r\n") != std::string::npos)
            throw std::invalid_argument("'/password' must lead to a single line");
        if (!user->empty() && *security == "none")
            throw std::invalid_argument("'/security' none would send the password in the clear: use starttls or tls");
        domain_ = sender->substr(sender->find('@') + 1);
        session_.emplace(server(), email::Sender{*sender, *from_name, *answers});
    }

    void probe() { session_->check(); }

    Receipt send(const Message& message) {
        if (message.key.empty()) throw rapport::rejected("a message without a key has no Message-ID");
        const auto to = email::as_sent(message.to);
        if (!to)
            throw rapport::rejected("'" + std::string(message.to) +
                                    "' is no e-mail address that this channel can send to");
        const auto id = email::message_id(message.key, domain_);
        Message letter = message;
        letter.to = *to;
        session_->send(letter, id);
        return {id};
    }

private:
    email::Server server() const {
        const bool tls = *security == "tls", starttls = *security == "starttls";
        const int to = port != 0 ? *port : tls ? 465 : starttls ? 587 : 25;
        const bool six = host->find(':') != std::string::npos && host->front() != '[';
        return {.url = (tls ? "smtps://" : "smtp://") + (six ? "[" + *host + "]" : *host) + ":" + std::to_string(to) +
                       "/" + *own_name,
                .starttls = starttls,
                .user = *user,
                .password = password->reveal(),
                .ca_file = *ca_file,
                .timeout = std::chrono::milliseconds(timeout_ms)};
    }

    std::string domain_;
    std::optional<email::Session> session_;
};

}  // namespace

RAPPORT_CHANNEL(Email, "rapport.email", "1.0.0", "E-mail")
