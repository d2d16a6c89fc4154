// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "services/cli/up/keeper.hpp"

namespace rapport::cli::up {

/// What one deployment is made of.
struct Plan {
    Program bus;
    std::vector<Program> services;
    Program gateway;
};

/// What every program of it is told.
struct PlanOptions {
    std::filesystem::path programs;     ///< the folder that holds the executables
    std::vector<std::string> services;  ///< by name; empty: all that are there
    std::filesystem::path state;
    std::string bus;                       ///< endpoint for requests
    std::vector<std::string> listen = {};  ///< where the bus takes others, with the keys of the state folder
    std::string http;                      ///< HOST:PORT for the gateway
    std::string log_level;                 ///< empty: their own choice
};

/// Error(invalid_argument) that names the services there are, if one of those asked for is not; Error(not_found) if the
/// bus or the gateway is missing.
Plan plan(const PlanOptions& options);

/// The services whose program stands in that folder, by name.
std::vector<std::string> services_in(const std::filesystem::path& programs);

/// The gateway's arguments when it is to listen there.
std::vector<std::string> gateway_command(const PlanOptions& options, const std::string& http);

/// The folder that holds the running executable.
std::filesystem::path own_folder();

}  // namespace rapport::cli::up
