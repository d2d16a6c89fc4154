// SPDX-License-Identifier: MIT
// Built with everything visible, as a build system does that nobody told otherwise.
#include <rapport/plugin.hpp>

namespace acme {

/// One for the whole process, however many plugins have a variable of this name.
template <class>
struct Counted {
    static inline int counter = 0;
};
struct shared : Counted<shared> {};

struct Clashing : rapport::Rule {
    Factor calls{this, "calls"};
    void score(Row& row) const {
        ++shared::counter;
        row[calls] = 1;
    }
};

}  // namespace acme

RAPPORT_RULE(acme::Clashing, "com.example.clashing", "1.0.0", "Shares what it should not", 0, 1)
