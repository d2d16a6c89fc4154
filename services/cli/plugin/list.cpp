// SPDX-License-Identifier: MIT
#include "services/cli/plugin/list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bus/security/toml_library.hpp"
#include "sdk/host/record.hpp"
#include "sdk/tools/subject.hpp"
#include "services/cli/backup/sites.hpp"

namespace rapport::cli::plugin {
namespace {

namespace fs = std::filesystem;

/// A text in the settings of a deployment, and where it stands.
struct Mention {
    std::string where, text;
};

void collect(const toml::node& node, const std::string& where, std::vector<Mention>& found) {
    if (const auto* table = node.as_table())
        for (const auto& [key, value] : *table)
            collect(value, where + (where.ends_with(": ") ? "" : ".") + std::string(key.str()), found);
    else if (const auto* array = node.as_array())
        for (const auto& value : *array) collect(value, where, found);
    else if (const auto text = node.value<std::string>()) found.push_back({where, *text});
}

std::vector<Mention> mentions_in(const fs::path& config) {
    std::vector<Mention> found;
    if (!fs::is_directory(config)) return found;
    for (const auto& each : fs::directory_iterator(config)) {
        if (each.path().extension() != ".toml") continue;
        collect(bus::parse_toml(each.path().string()), each.path().filename().string() + ": ", found);
    }
    return found;
}

std::vector<fs::path> libraries_in(const fs::path& folder) {
    if (!fs::is_directory(folder)) throw Error(Code::invalid_argument, folder.string() + " is no folder");
    std::vector<fs::path> files;
    for (const auto& each : fs::directory_iterator(folder))
        if (each.path().extension() == ".so") files.push_back(each.path());
    std::ranges::sort(files);
    return files;
}

/// `id`: as a record has it, for a file that does not say itself.
Listed looked_at(const fs::path& file, const std::vector<Mention>& mentions, const std::string& id = {}) {
    Listed listed{.file = file, .id = {}, .version = {}, .kind = {}, .refused = {}, .named_by = {}};
    sdk::PluginSpec spec{.id = {}, .file = file};
    spec.log = [](sdk::LogLevel, std::string_view) {};
    try {
        const auto subject = sdk::tools::look_at(spec);
        listed.id = subject.sheet.id;
        listed.version = subject.sheet.version;
        listed.kind = subject.is_rule() ? "rule" : "channel";
    } catch (const sdk::PluginError& error) {
        if (error.kind == sdk::PluginError::Kind::host) throw;
        listed.refused = error.what();
    }
    if (listed.id.empty()) listed.id = id;
    for (const auto& each : mentions)
        if (each.text == file.string() || (!listed.id.empty() && each.text == listed.id))
            listed.named_by.push_back(each.where);
    return listed;
}

}  // namespace

std::vector<Listed> list(const std::vector<fs::path>& folders, const fs::path& state) {
    const auto mentions = mentions_in(backup::settings_of(state));
    std::vector<Listed> all;
    for (const auto& folder : folders)
        for (const auto& file : libraries_in(folder)) all.push_back(looked_at(file, mentions));
    for (const auto& record : sdk::PluginRecords(state / "plugins").all()) {
        auto at = std::ranges::find_if(all, [&](const Listed& each) {
            std::error_code missing;
            return fs::equivalent(each.file, record.file, missing);
        });
        if (at == all.end()) {
            auto elsewhere = looked_at(record.file, mentions, record.id);
            if (!elsewhere.in_use()) continue;
            at = all.insert(at, std::move(elsewhere));
        }
        at->state = record.state;
        at->why = record.why;
        at->since = record.since;
        if (at->id.empty()) at->id = record.id;
    }
    return all;
}

Listed look_up(const std::string& id, const fs::path& file, const fs::path& state) {
    return looked_at(file, mentions_in(backup::settings_of(state)), id);
}

bool Listed::in_use() const {
    std::error_code missing;
    return !named_by.empty() || fs::equivalent(file.parent_path(), sdk::bundled("x").parent_path(), missing);
}

std::string as_table(const std::vector<Listed>& plugins) {
    std::string out = fmt::format("{:<28} {:<9} {:<8} {}\n", "PLUGIN", "VERSION", "KIND", "FILE");
    for (const auto& each : plugins) {
        out += fmt::format("{:<28} {:<9} {:<8} {}\n", each.id.empty() ? "-" : each.id,
                           each.version.empty() ? "-" : each.version, each.kind.empty() ? "-" : each.kind,
                           each.file.string());
        if (!each.refused.empty()) out += "  refused: " + each.refused + "\n";
        if (!each.state.empty())
            out += fmt::format("  {} since {}{}\n", each.state, each.since, each.why.empty() ? "" : ": " + each.why);
        if (!each.named_by.empty()) out += fmt::format("  named by {}\n", fmt::join(each.named_by, ", "));
    }
    return out;
}

std::string as_json(const std::vector<Listed>& plugins) {
    auto out = nlohmann::ordered_json::array();
    for (const auto& each : plugins) {
        nlohmann::ordered_json one{{"file", each.file.string()}};
        for (const auto& [name, text] : {std::pair{"id", &each.id},
                                         {"version", &each.version},
                                         {"kind", &each.kind},
                                         {"refused", &each.refused},
                                         {"state", &each.state},
                                         {"why", &each.why},
                                         {"since", &each.since}})
            if (!text->empty()) one[name] = *text;
        if (!each.named_by.empty()) one["named_by"] = each.named_by;
        out.push_back(std::move(one));
    }
    return out.dump(2, ' ', true) + "\n";  // ASCII: nothing in it controls a terminal
}

}  // namespace rapport::cli::plugin
