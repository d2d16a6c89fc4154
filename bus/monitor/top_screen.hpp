// SPDX-License-Identifier: MIT
#pragma once
#include <memory>

#include "bus/monitor/top_view.hpp"

namespace rapport::bus::monitor {

/// The terminal's whole screen, given back when it goes. One at a time.
class TopScreen {
public:
    /// Error(failed_precondition) if the terminal cannot do it.
    explicit TopScreen(bool methods);
    ~TopScreen();
    TopScreen(const TopScreen&) = delete;
    TopScreen& operator=(const TopScreen&) = delete;

    /// Shows that, sorted as the user wants it. `trouble`: why it is old.
    void show(const std::vector<TopRow>& rows, const TopRow& total, const std::string& trouble);
    /// Takes the keys that were pressed, and shows the same anew. False to end.
    bool take_keys();

private:
    enum class By : unsigned char { name, rate, errors, p99, bytes };
    bool take(int key);
    void draw() const;
    std::vector<TopRow> sorted() const;

    By by_ = By::rate;
    bool methods_;
    int scrolled_ = 0;
    std::vector<TopRow> rows_;
    TopRow total_;
    std::string trouble_;
};

}  // namespace rapport::bus::monitor
