// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/edge.hpp"
#include "bus/base/names.hpp"
#include "bus/base/wire.hpp"
#include "services/gateway/accounts/api.hpp"
#include "services/gateway/http/http.hpp"
#include "services/gateway/methods/mapping.hpp"

/// What sign-in reads and answers over HTTP.
namespace rapport::gateway::accounts {

/// What one signs in with.
struct Credentials {
    std::string name, password;
    std::optional<std::string> code;
    static constexpr auto fields =
        describe(Field{"name", &Credentials::name, "the user's", length(1, 100)},
                 Field{"password", &Credentials::password, "theirs", length(1, 1'000), secret},
                 Field{"code", &Credentials::code, "of their second factor, if they have one; or a recovery code",
                       length(1, 40), secret});
};

/// Body of the request that sets a password: one's own, given the current one, or by an administrator another
/// user's.
struct NewPassword {
    std::optional<UserId> user;
    std::optional<std::string> current, fresh;
    bool revoke_tokens = false;
    static constexpr auto fields = describe(
        Field{"user", &NewPassword::user, "whose; none: one's own"},
        Field{"current", &NewPassword::current, "the password so far, of one's own", length(1, 1'000), secret},
        Field{"new", &NewPassword::fresh, "the password from now on; for another none: one is made and answered",
              length(1, 1'000), secret},
        Field{"revoke_tokens", &NewPassword::revoke_tokens, "revokes the user's API tokens as well", defaulted});
};

/// A password that was made for somebody, this once.
struct MadePassword {
    std::string password;
    Instant expires;
    static constexpr auto fields =
        describe(Field{"password", &MadePassword::password, "for its user to sign in with, and to change", secret},
                 Field{"expires", &MadePassword::expires, "until when it opens"});
};

/// What a session tells whoever has it.
struct SessionInfo {
    User user;
    std::vector<std::string> roles, may;
    std::optional<Instant> expires, ends, change_password_by;
    std::optional<bool> lacks_second_factor;
    std::optional<std::string> csrf;
    static constexpr auto fields =
        describe(Field{"user", &SessionInfo::user, "who"}, Field{"roles", &SessionInfo::roles, "what one may do"},
                 Field{"may", &SessionInfo::may, "the operations of the API that these roles may call"},
                 Field{"expires", &SessionInfo::expires, "when the session ends unless it is used before"},
                 Field{"ends", &SessionInfo::ends, "when it ends however it is used"},
                 Field{"change_password_by", &SessionInfo::change_password_by,
                       "an administrator set the password: it opens until then, unless one sets one of one's own"},
                 Field{"lacks_second_factor", &SessionInfo::lacks_second_factor,
                       "true: the user's roles need a second factor; until one is set up nothing else may be done"},
                 Field{"csrf", &SessionInfo::csrf, "to be sent as X-CSRF-Token"});
};

/// What is told where nobody is signed in; `reason` says why a session that was there is over.
inline std::string nobody_signed_in(std::string_view reason) {
    return reason.empty() ? std::string(R"({"user":null})")
                          : R"({"user":null,"reason":")" + std::string(reason) + R"("})";
}

/// `?user=`, and nothing else.
inline std::optional<UserId> user_named(const HttpRequest& request) {
    std::optional<UserId> user;
    for (const auto& [name, value] : query_of(request.query)) {
        if (name != "user") throw invalid(shown_name(name), unknown_name(name, {"user"}));
        const auto id = uuid_from(value);
        if (!id || user) throw invalid("user", "must be the id of one user");
        user = UserId(*id);
    }
    return user;
}

inline HttpResponse json_answer(int status, const std::string& message_pack) {
    return {.status = status, .content_type = "application/json", .body = to_json(message_pack) + "\n"};
}

/// What is read here comes from anybody, and is kept until its refusal: HttpError 413 for what no password is as long
/// as.
template <class T>
T body_of(const HttpRequest& request) {
    constexpr std::size_t most = 16 << 10;
    if (request.body.size() > most)
        throw HttpError(413, Code::invalid_argument, "the body has more than " + std::to_string(most) + " bytes");
    check_media_type(request);
    return read_request<T>(from_json(request.body));
}

}  // namespace rapport::gateway::accounts
