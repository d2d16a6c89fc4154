// SPDX-License-Identifier: MIT
#include "bus/base/retry.hpp"

#include "bus/base/codec.hpp"

namespace rapport {
namespace {

struct Advice {
    std::optional<std::string> reason;
    std::optional<std::int64_t> retry_after_ms;
    static constexpr auto fields =
        describe(Field{"reason", &Advice::reason, "what keeps it, a word for programs"},
                 Field{"retry_after_ms", &Advice::retry_after_ms, "when it is worth coming again"});
};

/// Details are whatever their sender says: what is no such advice is none.
Advice advice_of(const Error& error) {
    if (error.details().empty()) return {};
    try {
        return decode<Advice>(error.details());
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

Error unavailable(const std::string& message, std::string_view reason,
                  std::optional<std::chrono::milliseconds> retry_after) {
    Advice advice{.reason = std::string(reason)};
    if (retry_after) advice.retry_after_ms = retry_after->count();
    return {Code::unavailable, message, any_of(advice)};
}

Error too_many(const std::string& message, std::chrono::seconds retry_after) {
    Advice advice;
    advice.retry_after_ms = std::chrono::milliseconds(retry_after).count();
    return {Code::resource_exhausted, message + ": try again in " + std::to_string(retry_after.count()) + " s",
            any_of(advice)};
}

std::optional<std::string> reason_of(const Error& error) { return advice_of(error).reason; }

std::optional<std::chrono::milliseconds> retry_after_of(const Error& error) {
    const auto after = advice_of(error).retry_after_ms;
    if (!after || *after < 0) return {};
    return std::chrono::milliseconds(*after);
}

}  // namespace rapport
