// SPDX-License-Identifier: MIT
#include "services/cli/backup/sites.hpp"

#include "services/cli/up/service_names.hpp"
#include "services/kit/config.hpp"
#include "services/kit/service/placement.hpp"

namespace rapport::cli::backup {
namespace {

Site site_of(const std::string& service, const std::string& program, const std::filesystem::path& state) {
    const auto place = kit::placement_of(program, state.string(), service);
    return {.service = service, .dsn = place.store, .state = place.state, .named = place.named};
}

}  // namespace

std::vector<Site> sites_of(const std::filesystem::path& state) {
    std::vector<Site> sites;
    for (const auto name : up::service_names()) sites.push_back(site_of(std::string(name), std::string(name), state));
    sites.push_back(site_of("accounts", "gateway", state));
    return sites;
}

std::filesystem::path settings_of(const std::filesystem::path& state) {
    return kit::settings_folder(state.string(), kit::ConfigSources::process_environment());
}

}  // namespace rapport::cli::backup
