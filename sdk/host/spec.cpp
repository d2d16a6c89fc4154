// SPDX-License-Identifier: MIT
#include "sdk/host/spec.hpp"

#include <cstdio>
#include <cstdlib>

namespace rapport::sdk {

PluginSpec complete(PluginSpec spec) {
    if (const char* records = std::getenv("RAPPORT_PLUGIN_RECORDS"); records && spec.records.empty())
        spec.records = records;
    if (!spec.log)
        spec.log = [id = spec.id](LogLevel, std::string_view line) {
            std::fprintf(stderr, "%s: %.*s\n", id.c_str(), static_cast<int>(line.size()), line.data());
        };
    return spec;
}

std::filesystem::path bundled(std::string_view name) {
    const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "plugins";
    return folder / (std::string(name) + ".so");
}

}  // namespace rapport::sdk
