// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>

#include "bus/base/codec.hpp"

namespace rapport::kit {

/// Fills settings of that shape from, later winning: their own initialisers, the TOML file (may be absent), the
/// environment
/// (`RAPPORT_<SERVICE>_<KEY>`), and flags (`--key value`, dashes for underscores). Keys that are not fields are
/// refused, at every depth, and so is what the fields' bounds and forms refuse: invalid_argument with the key, where it
/// came from, and what would be right. Fields marked secret may be given as `<key>_file`, whose content they then are.
class ConfigSources {
public:
    ConfigSources(std::string service, std::string toml_file, std::vector<std::string> flags,
                  std::map<std::string, std::string> environment);
    /// The process's own environment.
    static std::map<std::string, std::string> process_environment();

    /// Keys of that shape are somebody else's: not refused, and not read here.
    void leave_to_others(const Shape& shape) { others_.push_back(&shape); }
    /// All keys that are not fields are somebody else's.
    void leave_rest_to_others() { rest_is_of_others_ = true; }

    /// `RAPPORT_<SERVICE>_<KEY>`.
    static std::string variable(const std::string& service, const std::string& key);

    void read(const Shape& shape, void* settings) const;
    template <Described T>
    T read() const {
        T settings{};
        read(shape_of<T>(), &settings);
        return settings;
    }

private:
    std::string service_, file_;
    std::vector<std::string> flags_;
    std::map<std::string, std::string> environment_;
    std::vector<const Shape*> others_;
    bool rest_is_of_others_ = false;
};

/// The settings as one line of JSON, secrets masked.
std::string masked(const Shape& shape, const void* settings);

}  // namespace rapport::kit
