// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/api.hpp"

/// A second factor, as the gateway has accounts write it down and as people are told of their own.
namespace rapport::gateway::accounts {

namespace api {

/// The gateway's: a secret was made, from which a user's program is to make codes.
struct BeginSecondFactor {
    UserId user;
    std::string sealed, proven;
    static constexpr auto fields =
        describe(Field{"user", &BeginSecondFactor::user, "whose"},
                 Field{"sealed", &BeginSecondFactor::sealed, "the secret, as the store may have it", secret},
                 Field{"proven", &BeginSecondFactor::proven, "the hash that the password was looked at with", secret});
};

/// The gateway's: a first code shows that the user's program makes them.
struct ConfirmSecondFactor {
    UserId user;
    std::string code;
    std::vector<std::string> recovery;
    std::optional<std::string> session;
    static constexpr auto fields = describe(
        Field{"user", &ConfirmSecondFactor::user, "whose"}, Field{"code", &ConfirmSecondFactor::code, "it", secret},
        Field{"recovery", &ConfirmSecondFactor::recovery, "digests of the recovery codes that were made", secret},
        Field{"session", &ConfirmSecondFactor::session, "digest of the one session that goes on", secret});
};

/// The gateway's: passwords are to be enough again.
struct RemoveSecondFactor {
    UserId user;
    std::optional<UserId> by;
    std::optional<std::string> code, proven;
    static constexpr auto fields = describe(
        Field{"user", &RemoveSecondFactor::user, "whose"},
        Field{"by", &RemoveSecondFactor::by, "the administrator who takes it away; none: the user"},
        Field{"code", &RemoveSecondFactor::code, "of the program, or a recovery code, if it is the user", secret},
        Field{"proven", &RemoveSecondFactor::proven, "the hash that the password was looked at with, if it is the user",
              secret});
};

/// The gateway's: recovery codes that take the place of those before.
struct RenewRecoveryCodes {
    UserId user;
    std::string code, proven;
    std::vector<std::string> recovery;
    static constexpr auto fields =
        describe(Field{"user", &RenewRecoveryCodes::user, "whose"},
                 Field{"code", &RenewRecoveryCodes::code, "of the program, or a recovery code", secret},
                 Field{"proven", &RenewRecoveryCodes::proven, "the hash that the password was looked at with", secret},
                 Field{"recovery", &RenewRecoveryCodes::recovery, "digests of those that were made", secret});
};

inline constexpr Command<BeginSecondFactor, Nothing> begin_second_factor{
    "begin_second_factor", bus_only, gateway_itself, "Begin to set up a second factor."};
inline constexpr Command<ConfirmSecondFactor, Nothing> confirm_second_factor{
    "confirm_second_factor", bus_only, gateway_itself, "Ask for codes from now on, since the first one was right."};
inline constexpr Command<RemoveSecondFactor, Nothing> remove_second_factor{
    "remove_second_factor", bus_only, gateway_itself, "Ask for no codes any more."};
inline constexpr Command<RenewRecoveryCodes, Nothing> renew_recovery_codes{
    "renew_recovery_codes", bus_only, gateway_itself, "Put new recovery codes in the place of those before."};

}  // namespace api

/// What one is told of one's second factor.
struct OwnSecondFactor {
    bool enrolled = false, required = false;
    std::optional<Instant> since;
    std::optional<std::int64_t> recovery_codes_left;
    static constexpr auto fields =
        describe(Field{"enrolled", &OwnSecondFactor::enrolled, "whether codes are asked for"},
                 Field{"required", &OwnSecondFactor::required, "whether the user's roles need one"},
                 Field{"since", &OwnSecondFactor::since, "since when codes are asked for"},
                 Field{"recovery_codes_left", &OwnSecondFactor::recovery_codes_left, "how many were not used yet"});
};

/// A secret that was made, this once.
struct NewSecondFactor {
    std::string secret, url;
    Instant confirm_by;
    static constexpr auto fields = describe(
        Field{"secret", &NewSecondFactor::secret, "in base32, to be typed", rapport::secret},
        Field{"url", &NewSecondFactor::url, "the same as otpauth URL, to be shown as a picture", rapport::secret},
        Field{"confirm_by", &NewSecondFactor::confirm_by, "until when a first code is to prove that it works"});
};

/// Recovery codes that were made, this once.
struct RecoveryCodes {
    std::vector<std::string> recovery_codes;
    static constexpr auto fields =
        describe(Field{"recovery_codes", &RecoveryCodes::recovery_codes,
                       "each opens once in the place of a code: to be kept where the program is not", secret});
};

/// Body of the request that begins one.
struct BeginBody {
    std::string current;
    static constexpr auto fields =
        describe(Field{"current", &BeginBody::current, "one's password", length(1, 1'000), secret});
};

/// Body of the request that confirms one.
struct ConfirmBody {
    std::string code;
    static constexpr auto fields =
        describe(Field{"code", &ConfirmBody::code, "that the program shows", length(1, 40), secret});
};

/// Body of the request that removes one: one's own, or an administrator another user's.
struct RemoveBody {
    std::optional<UserId> user;
    std::optional<std::string> current, code;
    static constexpr auto fields =
        describe(Field{"user", &RemoveBody::user, "whose; none: one's own"},
                 Field{"current", &RemoveBody::current, "one's password, of one's own", length(1, 1'000), secret},
                 Field{"code", &RemoveBody::code, "that the program shows, or a recovery code, of one's own",
                       length(1, 40), secret});
};

/// Body of the request for new recovery codes.
struct RenewBody {
    std::string current, code;
    static constexpr auto fields =
        describe(Field{"current", &RenewBody::current, "one's password", length(1, 1'000), secret},
                 Field{"code", &RenewBody::code, "that the program shows, or a recovery code", length(1, 40), secret});
};

}  // namespace rapport::gateway::accounts
