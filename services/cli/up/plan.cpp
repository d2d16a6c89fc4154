// SPDX-License-Identifier: MIT
#include "services/cli/up/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>

#include "bus/base/error.hpp"
#include "services/cli/up/service_names.hpp"

namespace rapport::cli::up {
namespace {

namespace fs = std::filesystem;

fs::path program_of(const PlanOptions& options, const std::string& name) {
    return options.programs / ("rapport-" + name);
}

Program service(const PlanOptions& options, const std::string& name) {
    Program program{.name = name,
                    .command = {program_of(options, name), "--bus", options.bus, "--state", options.state.string()}};
    if (!options.log_level.empty()) program.command.insert(program.command.end(), {"--log-level", options.log_level});
    return program;
}

void require(const fs::path& program) {
    if (::access(program.c_str(), X_OK) != 0)
        throw Error(Code::not_found, program.string() + " is missing: it belongs beside rapport");
}

std::vector<std::string> chosen(const PlanOptions& options) {
    const auto here = services_in(options.programs);
    for (const auto& name : options.services)
        if (std::find(here.begin(), here.end(), name) == here.end())
            throw Error(Code::invalid_argument,
                        fmt::format("there is no service {}; there are: {}", name, fmt::join(here, ", ")));
    return options.services.empty() ? here : options.services;
}

}  // namespace

fs::path own_folder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

std::vector<std::string> services_in(const fs::path& programs) {
    std::vector<std::string> names;
    for (const auto name : service_names())
        if (::access((programs / fmt::format("rapport-{}", name)).c_str(), X_OK) == 0) names.emplace_back(name);
    return names;
}

std::vector<std::string> gateway_command(const PlanOptions& options, const std::string& http) {
    auto command = service(options, "gateway").command;
    command.insert(command.end(), {"--http", http});
    // What it has not heard of yet it must not answer with 404.
    for (const auto& name : chosen(options)) command.insert(command.end(), {"--expect", name});
    return command;
}

Plan plan(const PlanOptions& options) {
    Plan plan{.bus = {.name = "bus", .command = {program_of(options, "bus"), "--listen", options.bus}},
              .gateway = {.name = "gateway", .command = gateway_command(options, options.http)}};
    if (!options.listen.empty()) {
        for (const auto& url : options.listen) plan.bus.command.insert(plan.bus.command.end(), {"--listen", url});
        plan.bus.command.insert(plan.bus.command.end(), {"--keys", (options.state / "keys").string()});
    }
    if (!options.log_level.empty()) plan.bus.command.insert(plan.bus.command.end(), {"--log-level", options.log_level});
    for (const auto& name : chosen(options)) plan.services.push_back(service(options, name));
    require(plan.bus.command.front());
    require(plan.gateway.command.front());
    return plan;
}

}  // namespace rapport::cli::up
