// SPDX-License-Identifier: MIT
#include "bus/security/grants_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>
#include <sstream>

#include "bus/base/codec.hpp"
#include "bus/security/key_file.hpp"
#include "bus/security/toml.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view preamble =
    "# Who may come to this bus, and what each may do. Nothing here is secret. `rapport keys` writes it, an editor "
    "may\n"
    "# too: the bus reads it again whenever it changes, and keeps what it had if there is a mistake in it.\n"
    "#\n"
    "#   call       patterns of service.method, such as \"complaints.*\" or \"*.$events\"; * stands for any text\n"
    "#   serve      patterns of services that it may be\n"
    "#   publish    patterns of sources whose events it may tell\n"
    "#   subscribe  patterns of types of events, such as \"complaints.*\"\n"
    "#   tap, see_personal, act_for_others   true or false\n";

/// Whoever holds it is the only one that changes the folder.
class FolderLock {
public:
    explicit FolderLock(const fs::path& folder) : fd_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (fd_ < 0)
            throw Error(errno == ENOENT ? Code::not_found : Code::failed_precondition,
                        "cannot open the folder of keys " + folder.string() + ": " +
                            std::generic_category().message(errno) + " (rapport keys init makes one)");
        while (::flock(fd_, LOCK_EX) != 0 && errno == EINTR) {
        }
    }
    ~FolderLock() { ::close(fd_); }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int fd_;
};

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Error(Code::not_found, "there is no file " + file.string() + " (rapport keys init makes one)");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The file cut at its tables: first what comes before them, then each with its lines.
std::vector<std::string> tables_of(const std::string& text) {
    std::vector<std::string> tables(1);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto first = line.find_first_not_of(" \t");
        if (first != line.npos && line[first] == '[') tables.emplace_back();
        tables.back() += line + "\n";
    }
    return tables;
}

bool is_table_of(const std::string& table, const std::string& name) {
    const auto from = table.find('['), to = table.find(']');
    if (from == table.npos || to == table.npos) return false;
    std::string found = table.substr(from + 1, to - from - 1);
    std::erase_if(found, [](char c) { return c == ' ' || c == '\t' || c == '"' || c == '\''; });
    return found == name;
}

bool sets(const std::string& line, std::string_view key) {
    const auto first = line.find_first_not_of(" \t");
    if (first == line.npos || line.compare(first, key.size(), key) != 0) return false;
    const auto next = line.find_first_not_of(" \t", first + key.size());
    return next != line.npos && line[next] == '=';
}

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string table_for(const std::string& name, const KeyEntry& entry) {
    std::string text = "\n[" + name + "]\npublic = " + in_quotes(entry.public_key) + "\n";
    text += "kind = " + in_quotes(name_of(entry.kind)) + "\n";
    const auto list = [&](std::string_view key, const std::vector<std::string>& values) {
        if (values.empty()) return;
        text.append(key).append(" = [");
        for (const auto& value : values) text += (&value == &values.front() ? "" : ", ") + in_quotes(value);
        text += "]\n";
    };
    const auto flag = [&](std::string_view key, bool value) {
        if (value) text.append(key).append(" = true\n");
    };
    list("roles", entry.roles);
    list("call", entry.call);
    list("serve", entry.serve);
    list("publish", entry.publish);
    list("subscribe", entry.subscribe);
    flag("tap", entry.tap);
    flag("see_personal", entry.see_personal);
    flag("act_for_others", entry.act_for_others);
    return text;
}

std::string with_key(const std::string& table, const std::string& public_key, const std::string& previous,
                     std::optional<Instant> until) {
    std::string changed;
    std::istringstream lines(table);
    for (std::string line; std::getline(lines, line);) {
        if (sets(line, "previous") || sets(line, "previous_until")) continue;
        if (!sets(line, "public")) {
            changed += line + "\n";
            continue;
        }
        changed += "public = " + in_quotes(public_key) + "\n";
        if (until)
            changed += "previous = " + in_quotes(previous) + "\nprevious_until = " + in_quotes(to_text(*until)) + "\n";
    }
    return changed;
}

/// The table of that name; not_found without.
std::vector<std::string>::iterator table_named(std::vector<std::string>& tables, const std::string& name) {
    const auto found = std::ranges::find_if(tables, [&](const auto& table) { return is_table_of(table, name); });
    if (found == tables.end()) throw Error(Code::not_found, "there is no key `" + name + "`; see rapport keys list");
    return found;
}

void require_valid(const std::string& name, const KeyEntry& entry) {
    if (!is_key_name(name))
        throw Error(
            Code::invalid_argument,
            "`" + name + "` is no name of a key: 1 to 64 lower-case letters, digits, - and _; not bus or local");
    if (!is_key(entry.public_key) || (entry.previous && !is_key(*entry.previous)))
        throw Error(Code::invalid_argument, "[" + name + "] public: 40 characters of Z85");
    if (entry.previous.has_value() != entry.previous_until.has_value())
        throw Error(Code::invalid_argument, "[" + name + "] previous and previous_until: both or neither");
}

KeyEntry entry_from(const std::string& name, std::string_view map, const std::string& file) {
    const std::string where = file + " [" + name + "]";
    refuse_unknown_keys(map, shape_of<KeyEntry>(), where);
    try {
        auto entry = decode<KeyEntry>(map);
        require_valid(name, entry);
        return entry;
    } catch (const Error& error) {
        throw Error(Code::invalid_argument, where + " " + error.message());
    }
}

}  // namespace

Grants KeyEntry::grants(const std::string& name) const {
    const bool of_service = kind == KeyKind::service;
    Actor actor{.id = (of_service ? "service:" : "key:") + name, .kind = std::string(name_of(kind)), .roles = roles};
    return {name, std::move(actor), call, serve, publish, subscribe, tap, see_personal, act_for_others};
}

std::map<std::string, KeyEntry> KeyFolder::read() const {
    const auto bytes = read_toml(grants());
    std::map<std::string, KeyEntry> entries;
    std::set<std::string> known;
    Walk at(bytes);
    for (auto tables = at.map().value_or(0); tables > 0; --tables) {
        const std::string name(at.text().value_or(""));
        const auto map = at.value().value_or("");
        const auto& entry = entries.emplace(name, entry_from(name, map, grants().string())).first->second;
        if (!known.insert(entry.public_key).second)
            throw Error(Code::invalid_argument, grants().string() + " [" + name + "]: another has the same key");
    }
    return entries;
}

void KeyFolder::init() const {
    fs::create_directories(path_.parent_path());
    if (::mkdir(path_.c_str(), 0700) != 0 && errno != EEXIST)
        throw Error(Code::failed_precondition,
                    "cannot make " + path_.string() + ": " + std::generic_category().message(errno));
    const FolderLock lock(path_);
    if (fs::exists(bus_key()) || fs::exists(grants()))
        throw Error(Code::already_exists, path_.string() + " holds keys already");
    const auto pair = new_key_pair();
    KeyFile{"bus", pair.public_key, pair.secret_key, {}}.write(bus_key());
    write_file(grants(), std::string(preamble), 0644);
}

void KeyFolder::add(const std::string& name, const KeyEntry& entry) const {
    require_valid(name, entry);
    const FolderLock lock(path_);
    const auto there = read();
    if (there.contains(name)) throw Error(Code::already_exists, "there is a key `" + name + "` already");
    for (const auto& [other, its] : there)
        if (its.public_key == entry.public_key)
            throw Error(Code::already_exists, "`" + other + "` has this key already");
    write_file(grants(), text_of(grants()) + table_for(name, entry), 0644);
}

void KeyFolder::remove(const std::string& name) const {
    const FolderLock lock(path_);
    auto tables = tables_of(text_of(grants()));
    tables.erase(table_named(tables, name));
    std::string text;
    for (const auto& table : tables) text += table;
    write_file(grants(), text, 0644);
}

void KeyFolder::replace(const std::string& name, const std::string& public_key,
                        std::optional<Instant> previous_until) const {
    const FolderLock lock(path_);
    const auto there = read();
    auto tables = tables_of(text_of(grants()));
    auto& table = *table_named(tables, name);
    table = with_key(table, public_key, there.at(name).public_key, previous_until);
    std::string text;
    for (const auto& each : tables) text += each;
    write_file(grants(), text, 0644);
}

bool is_key_name(std::string_view name) {
    const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= 64 && name != "bus" && name != "local" && word(name.front()) &&
           std::ranges::all_of(name, [word](char c) { return word(c) || c == '-' || c == '_'; });
}

}  // namespace rapport::bus
