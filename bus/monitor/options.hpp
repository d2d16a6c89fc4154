// SPDX-License-Identifier: MIT
#pragma once
#include <CLI/CLI.hpp>
#include <atomic>

#include "bus/monitor/tail.hpp"
#include "bus/monitor/text.hpp"

/// What the command lines of the verbs have in common.
namespace rapport::bus::monitor {

/// Set by SIGINT and SIGTERM once end_on_signals() was called.
extern std::atomic<bool> interrupted;
void end_on_signals();

/// `--OPTION DURATION`, such as 10m or 250ms.
CLI::Option* add_duration(CLI::App& verb, const std::string& name, const std::string& what,
                          std::function<void(std::chrono::microseconds)> set);
/// `--timeout`: how long answers are waited for.
void add_timeout(CLI::App& verb, std::chrono::milliseconds& timeout);
/// `-o`: pretty, json or jsonl.
void add_format(CLI::App& verb, Format& format);

void add_tail(CLI::App& app, const TargetOf& target, Action& action);

}  // namespace rapport::bus::monitor
