// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/time.hpp"

/// What is to be entered, as its files say it: no I/O.
namespace rapport::cli::demo {

/// The order of the files is that in which things are entered.
using Json = nlohmann::ordered_json;

/// One call of a service's method.
struct Step {
    std::string key;  ///< by which later steps name what it answers
    std::string service, method;
    std::string as;                      ///< the key of the user who does it; empty: the operator
    std::string makes = {};              ///< what it is counted as; empty: not at all
    Json params = Json::object();        ///< as they stand in the file, see Known
    std::vector<std::string> rows = {};  ///< of an import: the keys of its rows
    bool asks = false;                   ///< changes nothing
};

/// The steps of one file.
struct Script {
    std::string name;
    std::vector<Step> steps;
    bool empty_store_only = false;  ///< not for a store with data of its own

    std::set<std::string> services() const;
};

/// Error(internal) naming the file and what is wrong with it.
Script read_script(const std::string& name, std::string_view json, std::uint32_t seed);

/// What is known by the time that a step is made.
class Known {
public:
    Known(std::uint32_t seed, Instant today) : seed_(seed), today_(today) {}
    void learn(const std::string& key, Json answer) { answers_[key] = std::move(answer); }
    /// The same with what its texts stand for: `@key` is the id of what that step answered, `@key.field` a field of it;
    /// `#key` the reference of an imported row; `~-200d` a day, `~-200d 09:15` a time (UTC), both counted from today;
    /// `w` in the place of `d` is no later a day that is neither Saturday nor Sunday; `~-90m`, `~-3h` a time.
    Json filled_in(const Json& value) const;

private:
    Json text(const std::string& text) const;

    std::uint32_t seed_;
    Instant today_;
    std::map<std::string, Json> answers_;
};

/// How a row of that key is found again.
Json reference_of(std::uint32_t seed, std::string_view key);

}  // namespace rapport::cli::demo
