// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/engine/event_parties.hpp"
#include "services/kit/routes.hpp"
#include "services/kit/wording.hpp"

namespace rapport::kit {

/// What every service answers about its own history: `$events`, `$watermark`, `$verify`, `$history`; and about those
/// that it follows: `$dead_letters`, `$losses`. `parties` must outlive them.
std::vector<QueryRoute> builtin_queries(const std::string& service, const EventParties& parties);
/// What its names are called in a language: `$words`. `info` is asked when the first words are.
QueryRoute words_route(std::function<bus::ServiceInfo()> info, const std::string& service,
                       std::span<const WordsFile> words);
/// What every service lets an operator do: `$drop` a dead letter, `$acknowledge` losses. (`$redrive` is work of its own
/// kind.)
std::vector<CommandRoute> builtin_commands();

}  // namespace rapport::kit
