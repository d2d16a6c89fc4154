// SPDX-License-Identifier: MIT
#include "sdk/host/record.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace rapport::sdk {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string now() {
    const auto seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

std::optional<PluginRecord> read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    const auto field = [&](const char* name) {
        const auto at = json.find(name);
        return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    return PluginRecord{field("id"),       field("version"), field("file"), field("sha256"),
                        field("settings"), field("state"),   field("why"),  field("since")};
}

}  // namespace

fs::path PluginRecords::path_of(const std::string& id) const {
    std::string name = id;
    std::ranges::replace_if(
        name, [](char c) { return c == '/' || c == '\0'; }, '_');
    return folder_ / (name + ".json");
}

bool PluginRecords::put(PluginRecord record) const {
    if (folder_.empty() || record.id.empty()) return true;
    const Json json{{"id", record.id},
                    {"version", record.version},
                    {"file", record.file},
                    {"sha256", record.sha256},
                    {"settings", record.settings},
                    {"state", record.state},
                    {"why", record.why},
                    {"since", now()}};
    std::error_code failed;
    fs::create_directories(folder_, failed);
    const auto path = path_of(record.id), fresh = fs::path(path.string() + "." + std::to_string(::getpid()));
    std::ofstream file(fresh, std::ios::binary);
    file << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n' << std::flush;
    if (!file) return false;
    fs::rename(fresh, path, failed);
    return !failed;
}

std::optional<PluginRecord> PluginRecords::find(const std::string& id) const {
    return folder_.empty() ? std::nullopt : read(path_of(id));
}

std::vector<PluginRecord> PluginRecords::all() const {
    std::vector<PluginRecord> records;
    std::error_code missing;
    for (const auto& each : fs::directory_iterator(folder_, missing))
        if (each.path().extension() == ".json")
            if (auto record = read(each.path())) records.push_back(std::move(*record));
    std::ranges::sort(records, {}, &PluginRecord::id);
    return records;
}

std::optional<std::string> PluginRecords::quarantined(const std::string& id, const std::string& sha256,
                                                      const std::string& settings) const {
    const auto record = find(id);
    if (!record || record->state != "quarantined" || record->sha256 != sha256) return std::nullopt;
    if (!record->settings.empty() && record->settings != settings) return std::nullopt;
    return record->why;
}

bool PluginRecords::lift(const std::string& id) const {
    const auto record = find(id);
    if (!record || record->state == "running") return false;
    std::error_code failed;
    return fs::remove(path_of(id), failed);
}

}  // namespace rapport::sdk
