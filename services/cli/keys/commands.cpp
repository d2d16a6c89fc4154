// SPDX-License-Identifier: MIT
#include "services/cli/keys/commands.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <charconv>
#include <ostream>

#include "bus/base/codec.hpp"
#include "bus/base/text.hpp"
#include "bus/base/wire.hpp"
#include "bus/security/key_file.hpp"

namespace rapport::cli::keys {
namespace {

namespace fs = std::filesystem;
using bus::KeyEntry;
using bus::KeyFile;
using bus::KeyFolder;
using bus::KeyKind;

KeyFile new_key(const std::string& name, const std::string& bus_key) {
    auto pair = bus::new_key_pair();
    return {name, std::move(pair.public_key), std::move(pair.secret_key), bus_key};
}

std::string in_words(const KeyEntry& entry) {
    std::string words;
    const auto list = [&](std::string_view grant, const std::vector<std::string>& patterns) {
        if (!patterns.empty())
            words += fmt::format("{}{} {}", words.empty() ? "" : "; ", grant, fmt::join(patterns, " "));
    };
    list("call", entry.call);
    list("serve", entry.serve);
    list("publish", entry.publish);
    list("subscribe", entry.subscribe);
    for (const auto& [grant, has] : {std::pair{"tap", entry.tap}, std::pair{"see_personal", entry.see_personal},
                                     std::pair{"act_for_others", entry.act_for_others}})
        if (has) words += fmt::format("{}{}", words.empty() ? "" : "; ", grant);
    return words.empty() ? "nothing" : words;
}

/// The bus's own key anew, and its public half in the key files that lie here.
void rotate_bus(const KeyFolder& folder, std::ostream& out) {
    const auto old = KeyFile::read(folder.bus_key());
    auto pair = bus::new_key_pair();
    std::vector<std::string> changed;
    for (const auto& file : fs::directory_iterator(folder.path())) {
        if (file.path().extension() != ".key" || file.path() == folder.bus_key()) continue;
        auto key = KeyFile::read(file.path());
        if (key.bus != old.public_key) continue;
        key.bus = pair.public_key;
        key.write(file.path());
        changed.push_back(key.name);
    }
    KeyFile{"bus", pair.public_key, pair.secret_key, {}}.write(folder.bus_key());
    fmt::print(out, "the bus's public key is now: {}\n", pair.public_key);
    fmt::print(out, "start the bus anew; then everybody needs their key file anew, or this line in it: bus = \"{}\"\n",
               pair.public_key);
    if (!changed.empty()) fmt::print(out, "changed in {}: {}\n", folder.path().string(), fmt::join(changed, ", "));
}

}  // namespace

KeyEntry grants_for(Profile profile, const std::string& name) {
    const std::vector<std::string> all{"*"},
        of_neighbours{"*.$events", "*.$watermark", "*.$holds", "*.$info", "bus.services"};
    switch (profile) {
        case Profile::none:
            break;
        case Profile::service:
            return {.kind = KeyKind::service,
                    .roles = {"service"},
                    .call = of_neighbours,
                    .serve = {name},
                    .publish = {name},
                    .subscribe = all};
        case Profile::gateway:
            return {.kind = KeyKind::service,
                    .roles = {"service"},
                    .call = all,
                    .serve = {"accounts"},
                    .publish = {"accounts"},
                    .subscribe = all,
                    .act_for_others = true};
        case Profile::op:
            return {.kind = KeyKind::person, .roles = {"admin"}, .call = all, .subscribe = all, .tap = true};
        case Profile::observer:
            return {.kind = KeyKind::program,
                    .roles = {"auditor"},
                    .call = {"bus.*", "*.$ping", "*.$info", "*.$stats"},
                    .subscribe = all};
    }
    return {};
}

void init(const KeyFolder& folder, std::ostream& out) {
    folder.init();
    fmt::print(out, "made {}\n", folder.path().string());
    fmt::print(out, "the bus's public key: {}\n", KeyFile::read(folder.bus_key()).public_key);
    fmt::print(out, "next: rapport keys add NAME, and rapport up --listen tcp://HOST:PORT\n");
}

void add(const KeyFolder& folder, Add what, std::ostream& out) {
    const auto bus_key = KeyFile::read(folder.bus_key()).public_key;
    if (what.public_key) {
        what.grants.public_key = *what.public_key;
        folder.add(what.name, what.grants);
        fmt::print(out, "{} may: {}\nthe bus's public key: {}\n", what.name, in_words(what.grants), bus_key);
        return;
    }
    const auto key = new_key(what.name, bus_key);
    const fs::path file = what.file.empty() ? folder.key(what.name) : fs::path(what.file);
    what.grants.public_key = key.public_key;
    folder.add(what.name, what.grants);
    try {
        key.write(file);
    } catch (const Error&) {
        folder.remove(what.name);  // or it would be let in and nobody have it
        throw;
    }
    fmt::print(out, "{} may: {}\nits key, to be kept secret: {}\n", what.name, in_words(what.grants), file.string());
}

void list(const KeyFolder& folder, bool json, std::ostream& out) {
    const auto entries = folder.read();
    if (json) {
        std::string bytes;
        Writer writer(bytes);
        writer.array(entries.size());
        for (const auto& [name, entry] : entries) {
            writer.map(2);
            writer.text("name");
            writer.text(name);
            writer.text("grants");
            writer.raw(encode(entry));
        }
        fmt::print(out, "{}\n", to_pretty_json(bytes));
        return;
    }
    fmt::print(out, "{:<16} {:<8} {:<20} {}\n", "NAME", "KIND", "ROLES", "MAY");
    for (const auto& [name, entry] : entries) {
        fmt::print(out, "{:<16} {:<8} {:<20} {}\n", name, name_of(entry.kind),
                   printable(fmt::format("{}", fmt::join(entry.roles, ","))), printable(in_words(entry)));
        if (entry.previous_until)
            fmt::print(out, "{:<16} its previous key until {}\n", "", to_text(*entry.previous_until));
    }
}

void revoke(const KeyFolder& folder, const std::string& name, std::ostream& out) {
    folder.remove(name);
    std::error_code ignored;  // it is of no more use, wherever it is
    fs::remove(folder.key(name), ignored);
    fmt::print(out, "{} is let in no more\n", name);
}

void rotate(const KeyFolder& folder, const std::string& name, Millis grace, Instant now, std::ostream& out) {
    if (name == "bus") return rotate_bus(folder, out);
    const auto before = folder.read();
    const auto found = before.find(name);
    if (found == before.end()) throw Error(Code::not_found, "there is no key `" + name + "`; see rapport keys list");
    const auto key = new_key(name, KeyFile::read(folder.bus_key()).public_key);
    const auto until = grace > Millis(0) ? std::optional(now + grace) : std::nullopt;
    folder.replace(name, key.public_key, until);
    try {
        key.write(folder.key(name));
    } catch (const Error&) {
        folder.replace(name, found->second.public_key, {});
        throw;
    }
    fmt::print(out, "the new key of {}, to be kept secret: {}\n", name, folder.key(name).string());
    if (until) fmt::print(out, "the old one is let in until {}\n", to_text(*until));
    else fmt::print(out, "the old one is let in no more\n");
}

std::optional<Millis> duration_from(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || number < 0 || number > 100'000) return {};
    const std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
    if (unit.empty() && number == 0) return Millis(0);
    if (unit == "s") return std::chrono::seconds(number);
    if (unit == "m") return std::chrono::minutes(number);
    if (unit == "h") return std::chrono::hours(number);
    if (unit == "d") return std::chrono::hours(24 * number);
    return {};
}

}  // namespace rapport::cli::keys
