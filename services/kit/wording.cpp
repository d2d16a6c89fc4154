// SPDX-License-Identifier: MIT
#include "services/kit/wording.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "bus/base/error.hpp"
#include "bus/base/unpack.hpp"
#include "services/kit/words.hpp"

namespace rapport::kit {
namespace {

constexpr std::array made_of_entities{"New", "Edit", "List", "Count", "Part"};

std::string_view text_of(const msgpack::object& value) {
    if (value.type != msgpack::type::STR) return {};
    return {value.via.str.ptr, value.via.str.size};
}
const msgpack::object* member(const msgpack::object& map, std::string_view name) {
    if (map.type != msgpack::type::MAP) return nullptr;
    for (std::uint32_t i = 0; i < map.via.map.size; ++i)
        if (text_of(map.via.map.ptr[i].key) == name) return &map.via.map.ptr[i].val;
    return nullptr;
}

WordMap read(const msgpack::object& map) {
    if (map.type != msgpack::type::MAP) throw std::logic_error("words are no JSON object");
    WordMap words;
    for (std::uint32_t i = 0; i < map.via.map.size; ++i) {
        const auto& [key, value] = map.via.map.ptr[i];
        if (value.type != msgpack::type::STR) throw std::logic_error("a word is no text: " + std::string(text_of(key)));
        words.emplace(text_of(key), text_of(value));
    }
    return words;
}

std::map<std::string, WordMap, std::less<>> read(std::span<const WordsFile> files) {
    std::map<std::string, WordMap, std::less<>> all;
    for (const WordsFile& file : files) {
        const std::string bytes = from_json(file.json);
        const Unpacked unpacked(bytes);
        all.emplace(file.language, read(unpacked.value()));
    }
    return all;
}

const std::map<std::string, WordMap, std::less<>>& kits() {
    static const auto all = read(std::span<const WordsFile>(words));
    return all;
}

void add_names(const msgpack::object& schema, std::set<std::string>& names) {
    if (schema.type == msgpack::type::ARRAY) {
        for (std::uint32_t i = 0; i < schema.via.array.size; ++i) add_names(schema.via.array.ptr[i], names);
        return;
    }
    if (schema.type != msgpack::type::MAP) return;
    const auto* titled = member(schema, "title");
    const std::string title(titled ? text_of(*titled) : std::string_view());
    if (const auto* values = member(schema, "enum"); values && !title.empty())
        for (std::uint32_t i = 0; i < values->via.array.size; ++i)
            names.insert(title + "." + std::string(text_of(values->via.array.ptr[i])));
    if (const auto* properties = member(schema, "properties")) {
        if (member(schema, "x-ui") && !title.empty()) names.insert(title);
        for (std::uint32_t i = 0; i < properties->via.map.size; ++i) {
            const auto& [key, value] = properties->via.map.ptr[i];
            if (!title.empty()) names.insert(title + "." + std::string(text_of(key)));
            add_names(value, names);
        }
    }
    for (const char* within : {"items", "anyOf"})
        if (const auto* part = member(schema, within)) add_names(*part, names);
}

void add_names(const Any& schema, std::set<std::string>& names) {
    if (schema.empty()) return;
    const Unpacked unpacked(schema.bytes);
    add_names(unpacked.value(), names);
}

/// Whether a method answers pages of records.
bool lists(const bus::MethodInfo& method) {
    if (method.result.empty() || method.verb != "GET" || method.path->find('{') != std::string::npos) return false;
    const Unpacked result(method.result.bytes);
    const auto* properties = member(result.value(), "properties");
    return properties && member(*properties, "items") && member(*properties, "total");
}

/// Whether a name is of that form, in which a star stands for any text.
bool matches(std::string_view pattern, std::string_view name) {
    const auto star = pattern.find('*');
    if (star == pattern.npos) return pattern == name;
    if (!name.starts_with(pattern.substr(0, star))) return false;
    const std::string_view rest = pattern.substr(star + 1);
    for (std::size_t from = star; from <= name.size(); ++from)
        if (matches(rest, name.substr(from))) return true;
    return false;
}

/// `EditComplaint.severity` → `Complaint.severity`; empty for what is made of no entity.
std::string of_the_entity(std::string_view name) {
    for (const std::string_view made : made_of_entities)
        if (name.size() > made.size() && name.starts_with(made) && name[made.size()] >= 'A' && name[made.size()] <= 'Z')
            return std::string(name.substr(made.size()));
    return {};
}

std::string_view found_in(const WordMap& words, const std::string& name) {
    if (const auto exact = words.find(name); exact != words.end()) return exact->second;
    const std::string entity = of_the_entity(name);
    if (const auto exact = words.find(entity); exact != words.end() && !entity.empty()) return exact->second;
    const std::pair<const std::string, std::string>* best = nullptr;
    for (const auto& one : words)
        if (one.first.find('*') != std::string::npos && (!best || one.first.size() > best->first.size()) &&
            matches(one.first, name))
            best = &one;
    return best ? std::string_view(best->second) : std::string_view();
}

const WordMap& in_language(const std::map<std::string, WordMap, std::less<>>& words, const std::string& language) {
    static const WordMap none;
    const auto found = words.find(language);
    return found == words.end() ? none : found->second;
}

}  // namespace

std::set<std::string> names_to_word(const bus::ServiceInfo& service) {
    std::set<std::string> names;
    for (const bus::MethodInfo& method : service.methods) {
        if (!method.verb) continue;
        names.insert(service.name + "_" + method.name);
        if (lists(method)) names.insert("resource." + method.path->substr(1));
        add_names(method.request, names);
        add_names(method.result, names);
    }
    for (const bus::EventInfo& event : service.events) names.insert(event.type);
    return names;
}

Words::Words(std::string service, std::span<const WordsFile> own) : service_(std::move(service)), own_(read(own)) {}

/// Help, what is said when something is done, and reasons: what nobody declares.
bool Words::needs_no_name(std::string_view key) const {
    if (key.ends_with(".help") || key.ends_with(".done")) return true;
    return !key.starts_with(service_ + "_") && key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == key.npos;
}

std::vector<std::string> Words::languages() {
    std::vector<std::string> all;
    for (const auto& [language, words] : kits()) all.push_back(language);
    return all;
}

std::string Words::language_of(const std::string& tag) {
    std::string language = tag.substr(0, tag.find_first_of("-_"));
    for (char& letter : language) letter = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
    if (kits().contains(language)) return language;
    std::string known;
    for (const std::string& one : languages()) known.append(known.empty() ? "" : ", ").append(one);
    throw Error(Code::not_found, "language: there are words in " + known);
}

std::string_view Words::word(const std::string& language, const std::string& name) const {
    if (const auto own = found_in(in_language(own_, language), name); !own.empty()) return own;
    return found_in(in_language(kits(), language), name);
}

WordMap Words::all(const std::string& language, const std::set<std::string>& names) const {
    WordMap all;
    for (const auto* words : {&in_language(kits(), language), &in_language(own_, language)})
        for (const auto& [key, text] : *words)
            if (needs_no_name(key)) all[key] = text;
    for (const std::string& name : names)
        if (const auto found = word(language, name); !found.empty()) all[name] = found;
    return all;
}

std::vector<std::string> Words::lacking(const std::set<std::string>& names) const {
    std::vector<std::string> missing;
    for (const std::string& language : languages())
        for (const std::string& name : names)
            if (word(language, name).empty()) missing.push_back(language + ": " + name);
    return missing;
}

std::vector<std::string> Words::idle(const std::set<std::string>& names) const {
    std::vector<std::string> idle;
    for (const auto& [language, words] : own_)
        for (const auto& [key, text] : words) {
            const auto is_of = [&key = key](const std::string& name) {
                return matches(key, name) || matches(key, of_the_entity(name));
            };
            if (!needs_no_name(key) && std::ranges::none_of(names, is_of)) idle.push_back(language + ": " + key);
        }
    return idle;
}

ToldWords told_words(const std::string& language, const WordMap& words) {
    ToldWords told{.language = language};
    Writer out(told.words.bytes);
    out.map(words.size());
    for (const auto& [key, text] : words) {
        out.text(key);
        out.text(text);
    }
    return told;
}

WordMap words_of(const ToldWords& told) {
    if (told.words.empty()) return {};
    const Unpacked unpacked(told.words.bytes);
    return read(unpacked.value());
}

}  // namespace rapport::kit
