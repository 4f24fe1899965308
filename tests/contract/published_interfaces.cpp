// SPDX-License-Identifier: MIT
// docs/abi.txt: the interfaces as programs have been compiled against them. What is published there stays as it is; a
// new interface is entered as unpublished, and may change until a version is written in that place.

#include "catch.hpp"
#include "test_sources.hpp"
#include <wua/com/late_binding.hpp>
#include <wua/com/vtable_slots.hpp>
#include <wua/wuapi/interface_list.hpp>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace wua;
using namespace sources;

namespace
{

constexpr std::string_view unpublished = "unpublished";
constexpr std::string_view opening = "virtual HRESULT WUA_STDCALL ";

// An interface as a header declares it: its base, and each slot of its own as "name(type, type)".
struct declaration
{
    std::string base;
    std::vector<std::string> slots;
};

// "ULONG index, BSTR* value" without the names, which are nobody's contract here.
std::string types_of(std::string_view parameters)
{
    std::string types;
    while (!parameters.empty())
    {
        const std::size_t comma = std::min(parameters.find(','), parameters.size());
        std::istringstream words{std::string(parameters.substr(0, comma))};
        std::vector<std::string> parts;
        for (std::string word; words >> word;)
        {
            parts.push_back(word);
        }
        parts.resize(std::max<std::size_t>(parts.size(), 2) - 1); // the last word is the name
        for (std::size_t i = 0; i != parts.size(); ++i)
        {
            types += (i != 0 ? " " : types.empty() ? "" : ", ") + parts[i];
        }
        parameters.remove_prefix(std::min(comma + 1, parameters.size()));
    }
    return types;
}

std::map<std::string, declaration> read_declarations()
{
    std::map<std::string, declaration> found;
    for (const auto& entry : fs::directory_iterator(root() / "include" / "wua" / "wuapi"))
    {
        const std::string source = text_of(entry.path());
        for (std::size_t begin = source.find("\nstruct I"); begin != std::string::npos;
             begin = source.find("\nstruct I", begin + 1))
        {
            std::istringstream words(source.substr(begin + 1, 200));
            std::string keyword;
            std::string name;
            std::string colon;
            declaration one;
            words >> keyword >> name >> colon >> one.base;
            if (colon != ":")
            {
                continue; // named, to be declared elsewhere
            }
            const std::string body = source.substr(begin, source.find("\n};", begin) - begin);
            for (std::size_t at = body.find(opening); at != std::string::npos; at = body.find(opening, at + 1))
            {
                const std::string text = body.substr(at + opening.size(), body.find(" = 0;", at) - at - opening.size());
                const std::size_t parenthesis = text.find('(');
                const std::string_view inside = std::string_view(text).substr(parenthesis + 1);
                one.slots.push_back(
                    text.substr(0, parenthesis + 1) + types_of(inside.substr(0, inside.rfind(')'))) + ")");
            }
            found.emplace(name, one);
        }
    }
    return found;
}

// What the library's own tables and the declarations say together, one line for each slot.
class interface_list
{
public:
    interface_list() : m_declared(read_declarations()) {}

    template <class I>
    void add(const std::string& name)
    {
        INFO(name);
        const declaration& declared = m_declared.at(name);
        names.insert(name);
        std::vector<std::string> slots = declared.slots;
        std::size_t first = 3;
        if constexpr (std::is_base_of_v<IDispatch, I>)
        {
            const interface_table& table = interface_table_of<I>;
            CHECK(same(table.iid, iid_of<I>));
            first = first_slot(table);
            slots = named_by(table, declared.slots);
        }
        std::string text = to_string(iid_of<I>) + " : " + declared.base + "\n";
        for (const std::string& slot : slots)
        {
            text += "  " + std::to_string(first++) + " " + slot + "\n";
        }
        texts[name] = text;
    }

    // Those that only pass through, whose slots are declared nowhere, are no contract.
    std::vector<std::string> left_out() const
    {
        std::vector<std::string> missing;
        for (const auto& [name, one] : m_declared)
        {
            if (!one.slots.empty() && names.count(name) == 0)
            {
                missing.push_back(name);
            }
        }
        return missing;
    }

    std::set<std::string> names;
    std::map<std::string, std::string> texts;

private:
    // Each slot as it is declared, with its DISPID. The table has to list them in the same order.
    static std::vector<std::string> named_by(const interface_table& table, const std::vector<std::string>& declared)
    {
        std::vector<std::string> slots;
        for (const dispatch_member& row : table)
        {
            for_each_function(row, [&](const dispatch_function&) {
                REQUIRE(slots.size() < declared.size());
                const std::string& text = declared[slots.size()];
                const std::string name = text.substr(0, text.find('('));
                CHECK(name.substr(name.find('_') + 1) == row.name);
                std::ostringstream dispid;
                dispid << std::hex << "0x" << static_cast<ULONG>(row.dispid);
                slots.push_back(text + (row.kinds() == 0 ? "" : " " + dispid.str()));
            });
        }
        CHECK(slots.size() == declared.size());
        return slots;
    }

    std::map<std::string, declaration> m_declared;
};

interface_list present_interfaces()
{
    interface_list list;
    wua::detail::for_each_interface([&]<class I>(const char* name) { list.add<I>(name); });
    return list;
}

// An interface as the file has it: since when it is published, and the lines that say what it is.
struct entry
{
    std::string since;
    std::string text;
};

fs::path abi_file()
{
    return root() / "docs" / "abi.txt";
}

std::map<std::string, entry> read_abi_file()
{
    std::map<std::string, entry> entries;
    std::istringstream lines(text_of(abi_file()));
    std::string name;
    for (std::string line; std::getline(lines, line);)
    {
        if (line.rfind("interface ", 0) == 0)
        {
            std::istringstream words(line);
            std::string keyword;
            entry one;
            words >> keyword >> name >> one.since;
            std::getline(words >> std::ws, one.text);
            one.text += "\n";
            entries[name] = one;
        }
        else if (line.rfind("  ", 0) == 0)
        {
            entries[name].text += line + "\n";
        }
    }
    return entries;
}

// What is published stays, whatever the library has become.
std::string abi_file_anew()
{
    const std::map<std::string, entry> published = read_abi_file();
    std::string text =
        "# The interfaces that programs are compiled against: since which version, IID and base, and each "
        "slot of the\n"
        "# vtable with its types and its DISPID. What has a version never changes. This file is made by\n"
        "# wua_contract_tests \"the list of interfaces is written again\", which changes unpublished "
        "ones alone.\n";
    std::map<std::string, entry> entries;
    for (const auto& [name, one] : present_interfaces().texts)
    {
        entries[name] = {std::string(unpublished), one};
    }
    for (const auto& [name, one] : published)
    {
        if (one.since != unpublished)
        {
            entries[name] = one;
        }
    }
    for (const auto& [name, one] : entries)
    {
        text += "\ninterface " + name + " " + one.since + " " + one.text;
    }
    return text;
}

} // namespace

TEST_CASE("every interface is held against what is published of it", "[published_interfaces]")
{
    const std::vector<std::string> left_out = present_interfaces().left_out();
    CHECK(left_out.empty());
}

TEST_CASE("a published interface keeps its IID, its base and its slots", "[published_interfaces]")
{
    const std::map<std::string, std::string> present = present_interfaces().texts;
    const std::map<std::string, entry> entries = read_abi_file();
    CHECK(entries.size() > 40);
    for (const auto& [name, one] : entries)
    {
        INFO(name << ", published since " << one.since << ": declare a new interface instead of changing it");
        REQUIRE(present.count(name) == 1);
        CHECK(present.at(name) == one.text);
    }
    for (const auto& [name, text] : present)
    {
        INFO(name << " is new: run wua_contract_tests \"the list of interfaces is written again\"\n" << text);
        CHECK(entries.count(name) == 1);
    }
}

TEST_CASE("the list of interfaces keeps what is published when it is written again", "[published_interfaces]")
{
    const bool is_current = text_of(abi_file()) == abi_file_anew();
    CHECK(is_current);
}

TEST_CASE("the list of interfaces is written again", "[.][write]")
{
    const std::string text = abi_file_anew();
    std::ofstream file(abi_file(), std::ios::binary);
    file << text;
    CHECK(file.good());
}
