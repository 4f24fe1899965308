// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/display/terminal_traits.hpp>

#include <map>
#include <string>

namespace
{

using enum wua::display_choice;

wua::terminal_traits traits_with(const std::map<std::string, std::string>& set, bool is_terminal = true,
                                 wua::display_choice progress = automatic, wua::display_choice colors = automatic)
{
    const auto variable = [&](const char* name) {
        const auto found = set.find(name);
        return found == set.end() ? std::string() : found->second;
    };
    return wua::traits_of(variable, is_terminal, progress, colors);
}

TEST_CASE("a terminal is drawn on unless somebody wants lines", "[terminal_traits]")
{
    CHECK(traits_with({}).can_redraw);
    CHECK_FALSE(traits_with({}, false).can_redraw);
    CHECK_FALSE(traits_with({{"ACCESSIBLE", "1"}}).can_redraw);
    CHECK(traits_with({{"ACCESSIBLE", "0"}}).can_redraw);
    CHECK(traits_with({{"ACCESSIBLE", "1"}}, false, always).can_redraw);
    CHECK_FALSE(traits_with({}, true, never).can_redraw);
}

TEST_CASE("colours are for terminals, unless NO_COLOR or the choice says otherwise", "[terminal_traits]")
{
    CHECK(traits_with({}).has_colors);
    CHECK_FALSE(traits_with({{"NO_COLOR", "1"}}).has_colors);
    CHECK(traits_with({{"NO_COLOR", "1"}}, false, automatic, always).has_colors);
    CHECK_FALSE(traits_with({}, true, automatic, never).has_colors);
    CHECK_FALSE(traits_with({}, false).has_colors);
}

TEST_CASE("Unicode is shown where the locale has it, and the font", "[terminal_traits]")
{
    CHECK(traits_with({{"LANG", "de_DE.UTF-8"}}).is_unicode);
    CHECK(traits_with({{"LANG", "C.utf8"}}).is_unicode);
    CHECK_FALSE(traits_with({{"LANG", "de_DE.UTF-8"}, {"LC_ALL", "C"}}).is_unicode);
    CHECK(traits_with({{"LANG", "C"}, {"LC_CTYPE", "en_US.UTF-8@x"}}).is_unicode);
    CHECK_FALSE(traits_with({{"LANG", "UTF-8"}}).is_unicode);
    CHECK_FALSE(traits_with({}).is_unicode);
    CHECK_FALSE(traits_with({{"LANG", "C.UTF-8"}, {"TERM", "linux"}}).is_unicode);
    CHECK(traits_with({{"WT_SESSION", "1"}}).is_unicode);
}

TEST_CASE("the taskbar is used where it is known to work", "[terminal_traits]")
{
    CHECK_FALSE(traits_with({}).has_taskbar);
    CHECK(traits_with({{"WT_SESSION", "1"}}).has_taskbar);
    CHECK(traits_with({{"ConEmuANSI", "ON"}}).has_taskbar);
    CHECK(traits_with({{"TERM_PROGRAM", "ghostty"}}).has_taskbar);
    CHECK(traits_with({{"VTE_VERSION", "8000"}}).has_taskbar);
    CHECK_FALSE(traits_with({{"VTE_VERSION", "7600"}}).has_taskbar);
    CHECK_FALSE(traits_with({{"TERM_PROGRAM", "iTerm.app"}}).has_taskbar);
    CHECK(traits_with({{"TERM_PROGRAM", "iTerm.app"}, {"TERM_FEATURES", "T2P"}}).has_taskbar);
    CHECK_FALSE(traits_with({{"TERM_PROGRAM", "ghostty"}, {"TMUX", "/tmp/x"}}).has_taskbar);
    CHECK_FALSE(traits_with({{"TERM_PROGRAM", "ghostty"}}, false, always).has_taskbar);
}

TEST_CASE("some terminals cut lines off when they become narrower", "[terminal_traits]")
{
    CHECK(traits_with({{"TERM", "xterm-256color"}}).rewraps);
    CHECK_FALSE(traits_with({{"XTERM_VERSION", "XTerm(379)"}}).rewraps);
    CHECK(traits_with({{"XTERM_VERSION", "XTerm(379)"}, {"TMUX", "/tmp/x"}}).rewraps);
    CHECK_FALSE(traits_with({{"TERM", "linux"}}).rewraps);
}

} // namespace
