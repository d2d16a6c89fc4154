// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "bus/base/actor.hpp"
#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// The right by which somebody asks. A request is over before it can end; an answer that goes on for long keeps it, and
/// stops when it has ended. Thread-safe.
class Admission {
public:
    explicit Admission(Actor actor) : actor_(std::move(actor)) {}
    virtual ~Admission() = default;
    /// Who asks, and what they may do.
    const Actor& actor() const { return actor_; }
    /// Nothing while it holds as it was given; else why it does not, as a word: `session_ended`, `token_revoked`,
    /// `rights_changed`, …
    virtual std::optional<std::string> ended() const = 0;

private:
    const Actor actor_;
};
using AdmissionPtr = std::shared_ptr<const Admission>;

/// Says who is asking. Called on the HTTP thread for each request: it must be quick and never wait.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// Who sent this request, by its token or session cookie; null if nobody known did. permission_denied where the
    /// cookie is good and the proof that the page itself asks (X-CSRF-Token) is missing.
    virtual AdmissionPtr admit(const HttpRequest& request) const = 0;
    /// In a word why what came with a request opens nothing any more, such as `session_expired`: a page then asks for
    /// the password over what it shows. Empty where nothing came, or nothing is known of it.
    virtual std::string_view refusal(const HttpRequest& request) const {
        static_cast<void>(request);
        return {};
    }
    /// What admit() answers, for what is answered at once.
    std::optional<Actor> who(const HttpRequest& request) const;
};

/// The token of `Authorization: Bearer …`; nothing if there is none.
std::optional<std::string_view> bearer_of(const HttpRequest& request);
/// Whether a verb may change something, so that a cookie alone is not enough.
bool changes_something(std::string_view verb);
/// permission_denied where a browser says that a page of another site has it change something.
void check_own_site(const HttpRequest& request);

}  // namespace rapport::gateway
