// SPDX-License-Identifier: MIT
#pragma once
#include "bus/monitor/directory.hpp"
#include "services/cli/doctor/plugins.hpp"
#include "services/cli/target.hpp"

namespace rapport::cli::doctor {

/// What runs: the bus, each process that should, versions, queues, lag, dead letters, HTTP. If the bus does not answer,
/// that alone. `version`: of this program.
Checks live_checks(const Target& target, const std::string& version);

/// What a service says of the store that it has open: a failure, unless it is well.
std::optional<Check> store_in_use(const std::string& service, const bus::monitor::StoreOf& store);

/// Since when each service of it runs, as they say; nothing of a bus that does not answer.
Started started(const Target& target);

/// How far one consumer is behind: a warning above 1,000 events, or where its source was never heard.
std::optional<Check> behind(const Target& target, const std::string& service, const std::string& consumer,
                            const std::string& source, std::int64_t at, std::int64_t head);

}  // namespace rapport::cli::doctor
