// SPDX-License-Identifier: MIT
#include "services/cli/events/verify.hpp"

#include "bus/base/codec.hpp"
#include "bus/client/client.hpp"
#include "services/cli/services.hpp"

namespace rapport::cli::events {
namespace {

constexpr bus::Loop::Duration as_long_as_it_takes{3'600'000};

}  // namespace

std::vector<Finding> verify_all(const Target& target) {
    bus::Loop loop;
    bus::Client client(loop, target.requests());
    std::vector<Finding> findings;
    for (const auto& name : services_of(client, target)) {
        Finding finding{.source = name};
        try {
            const auto answer =
                client.ask(name, "$verify", {}, {.timeout = as_long_as_it_takes, .actor = target.actor()});
            finding.verification = decode<kit::Verification>(std::string_view(answer));
        } catch (const Error& error) {
            if (error.code() == Code::unimplemented) continue;  // a service of others, without a history
            finding.error = error;
        }
        findings.push_back(std::move(finding));
    }
    return findings;
}

std::int64_t acknowledge_losses(const Target& target, const std::optional<std::string>& source) {
    bus::Loop loop;
    bus::Client client(loop, target.requests());
    std::int64_t count = 0;
    for (const auto& name : services_of(client, target)) {
        try {
            const auto answer =
                client.ask(name, "$acknowledge", encode(bus::AcknowledgeLosses{source}), {.actor = target.actor()});
            count += decode<bus::Acknowledged>(std::string_view(answer)).losses;
        } catch (const Error& error) {
            if (error.code() != Code::unimplemented) throw Error(error.code(), name + ": " + error.message());
        }
    }
    return count;
}

}  // namespace rapport::cli::events
