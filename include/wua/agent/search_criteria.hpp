// SPDX-License-Identifier: MIT
#pragma once

// The text that says which updates to search for, such as "IsInstalled=0 and Type='Software'".

#include <wua/agent/criteria_field.hpp>
#include <wua/agent/criteria_parser.hpp>
#include <wua/com/ascii.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/enums.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wua
{

/// What a search needs to know about an update. The defaults are those of an update about which nothing is stated.
struct update_facts
{
    UpdateType type = utSoftware;
    DeploymentAction deployment_action = daInstallation;
    bool is_assigned = true;
    bool browse_only = false;
    bool auto_select_on_web_sites = false;
    std::string update_id{};
    std::int32_t revision_number = 0;
    std::vector<std::string> category_ids{};
    bool is_installed = false;
    bool is_hidden = false;
    bool is_present = false;
    bool reboot_required = false;
};

namespace detail
{

// A GUID is the same with and without braces.
constexpr bool same_id(std::string_view a, std::string_view b) noexcept
{
    const auto bare = [](std::string_view id) {
        return id.size() >= 2 && id.front() == '{' && id.back() == '}' ? id.substr(1, id.size() - 2) : id;
    };
    return equal_ignoring_case(bare(a), bare(b));
}

} // namespace detail

/// A parsed criteria text. It consists of comparisons joined by `and` and `or`, of which `and` binds more tightly, with
/// parentheses anywhere (the real agent accepts `or` only at the top level). Names, keywords and text are compared
/// without regard to the case of ASCII letters.
///
/// | property | comparison | value |
/// |---|---|---|
/// | IsInstalled IsHidden IsPresent IsAssigned BrowseOnly AutoSelectOnWebSites RebootRequired | = | 0 or 1 |
/// | RevisionNumber | = | a whole number |
/// | Type | = != | 'Software' or 'Driver' |
/// | UpdateID | = != | text, usually a GUID, with braces or without |
/// | DeploymentAction | = | 'Installation' 'Uninstallation' 'Detection' 'OptionalInstallation' 'None', or * for any |
/// | CategoryIDs | contains | text: the update has this category, or one below it |
///
/// A quote within text is written twice. A text that does not mention DeploymentAction finds only updates for
/// installation. An empty or blank text stands for default_text.
class search_criteria
{
public:
    static constexpr std::string_view default_text = "IsInstalled=0 and IsHidden=0";
    static constexpr std::size_t max_length = 65536; ///< bytes of UTF-8
    static constexpr std::size_t max_depth = 256;    ///< nested parentheses

    search_criteria() : search_criteria(default_text) {}

    /// Throws criteria_error, also for a text that exceeds one of the two limits.
    explicit search_criteria(std::string_view text);

    /// Whether the result depends on this property.
    bool mentions(criteria_field field) const noexcept;

    bool matches(const update_facts& facts) const;

private:
    static bool is_true(const detail::criteria_test& test, const update_facts& facts) noexcept
    {
        return holds(test, facts) != (test.comparison == detail::criteria_operator::not_equal);
    }

    static bool holds(const detail::criteria_test& test, const update_facts& facts) noexcept;

    std::vector<detail::criteria_step> m_steps;
};

/// Escapes text for use between the quotes of a criteria text: doubles every single quote.
std::string escape_criteria(std::string_view text);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/search_criteria.ipp>
#endif
