// SPDX-License-Identifier: MIT
#include "services/cli/demo/script.hpp"

#include <charconv>

#include "bus/base/error.hpp"
#include "services/cli/demo/year.hpp"

namespace rapport::cli::demo {
namespace {

constexpr std::size_t rows_in_call = 50;

[[noreturn]] void wrong(const std::string& what) { throw Error(Code::internal, "the demo's data: " + what); }

/// `complaints.open`.
void name_method(Step& step, const std::string& called) {
    const auto dot = called.find('.');
    if (dot == called.npos) wrong(called + ": must be SERVICE.METHOD");
    step.service = called.substr(0, dot);
    step.method = called.substr(dot + 1);
}

/// Rows of an import, some in each call.
void add_rows(Step step, const Json& rows, std::uint32_t seed, std::vector<Step>& steps) {
    const auto finish = [&] {
        if (step.rows.empty()) return;
        step.key = step.rows.front() + " and so on";
        steps.push_back(step);
        step.rows.clear();
    };
    for (const auto& [key, row] : rows.items()) {
        if (step.rows.empty()) step.params = {{"rows", Json::array()}};
        Json whole = row;
        whole["reference"] = reference_of(seed, key);
        step.params["rows"].push_back(std::move(whole));
        step.rows.push_back(key);
        if (step.rows.size() == rows_in_call) finish();
    }
    finish();
}

/// What was done with one record: `[who, method, params]`, each about that one.
void add_moves(const Json& block, std::vector<Step>& steps) {
    const std::string about = block.at("about"), service = block.at("service");
    std::size_t count = 0;
    for (const Json& move : block.at("moves")) {
        Step step{
            .key = about + "/" + std::to_string(++count), .service = service, .method = move.at(1), .as = move.at(0)};
        if (move.size() > 2) step.params = move.at(2);
        if (!step.params.contains("complaint") && !step.params.contains("about")) step.params["id"] = "@" + about;
        if (block.contains("makes")) step.makes = block.at("makes");
        if (step.method == "create_note") step.makes = "notes";
        if (step.method.ends_with("_action") && step.method.starts_with("create_")) {
            step.makes = "actions";
            step.key = about + "-action";
        }
        steps.push_back(std::move(step));
    }
}

void add_block(const Json& block, std::uint32_t seed, std::vector<Step>& steps) {
    if (block.contains("year")) return add_year(block.at("year"), seed, steps);
    if (block.contains("moves")) return add_moves(block, steps);
    Step step;
    name_method(step, block.contains("ask") ? block.at("ask") : block.at("do"));
    step.asks = block.contains("ask");
    step.as = block.value("as", "");
    step.makes = block.value("makes", "");
    if (block.contains("rows")) return add_rows(std::move(step), block.at("rows"), seed, steps);
    for (const auto& [key, params] : block.at("each").items()) {
        step.key = key;
        step.params = params;
        if (params.contains("as")) {
            step.as = params.at("as");
            step.params.erase("as");
        }
        steps.push_back(step);
    }
}

std::string_view number_in(std::string_view& text) {
    const auto end = text.find_first_not_of("+-0123456789");
    const auto number = text.substr(0, end);
    text.remove_prefix(number.size());
    return number;
}

}  // namespace

std::set<std::string> Script::services() const {
    std::set<std::string> all;
    for (const Step& step : steps) all.insert(step.service);
    return all;
}

Script read_script(const std::string& name, std::string_view json, std::uint32_t seed) {
    try {
        const Json file = Json::parse(json);
        Script script{.name = name, .steps = {}, .empty_store_only = file.value("empty_store_only", false)};
        for (const Json& block : file.at("steps")) add_block(block, seed, script.steps);
        return script;
    } catch (const nlohmann::json::exception& error) {
        wrong(name + ": " + error.what());
    }
}

Json reference_of(std::uint32_t seed, std::string_view key) {
    return {{"system", "demo"}, {"id", std::to_string(seed) + "/" + std::string(key)}};
}

Json Known::filled_in(const Json& value) const {
    if (value.is_string()) return text(value.get<std::string>());
    if (!value.is_structured()) return value;
    Json out = value;
    for (Json& each : out) each = filled_in(each);
    return out;
}

Json Known::text(const std::string& said) const {
    if (said.starts_with('#')) return reference_of(seed_, std::string_view(said).substr(1));
    if (said.starts_with('@')) {
        const auto dot = said.find('.');
        const auto answer = answers_.find(said.substr(1, dot == said.npos ? dot : dot - 1));
        const std::string field = dot == said.npos ? "id" : said.substr(dot + 1);
        if (answer == answers_.end() || !answer->second.contains(field)) wrong(said + " names nothing of before");
        return answer->second.at(field);
    }
    if (!said.starts_with('~')) return said;
    std::string_view rest = std::string_view(said).substr(1);
    const auto digits = number_in(rest);
    std::int64_t count = 0;
    std::from_chars(digits.data() + (digits.starts_with('+') ? 1 : 0), digits.data() + digits.size(), count);
    const char unit = rest.empty() ? ' ' : rest.front();
    if (unit == 'm') return to_text(today_ + std::chrono::minutes(count));
    if (unit == 'h') return to_text(today_ + std::chrono::hours(count));
    if (unit != 'd' && unit != 'w') wrong(said + " is no time");
    Day day = day_of(today_);
    day.days += static_cast<std::int32_t>(count);
    if (unit == 'w') {
        const auto weekday = (day.days % 7 + 7 + 3) % 7;  // 1970 began on a Thursday; 0 is Monday
        if (weekday > 4) day.days -= weekday - 4;
    }
    if (rest.size() == 1) return to_text(day);
    const auto time = instant_from(to_text(day) + "T" + std::string(rest.substr(2)) + ":00Z");
    if (!time) wrong(said + " is no time");
    return to_text(*time);
}

}  // namespace rapport::cli::demo
