// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/driver_update.hpp>.

#include <wua/agent/driver_update.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/module_tag.hpp>
#include <wua/objects/collection.hpp>
#include <wua/objects/update.hpp>

#include <vector>

namespace wua
{

WUA_COLD HRESULT WUA_STDCALL driver_update_entry::get_DriverClass(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.driver_class); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update_entry::get_DriverHardwareID(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.hardware_id); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update_entry::get_DriverManufacturer(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.manufacturer); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update_entry::get_DriverModel(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.model); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update_entry::get_DriverProvider(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.provider); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update_entry::get_DriverVerDate(DATE* retval) noexcept
{
    return answer(retval, [&] { return m_facts.version_date; });
}

WUA_COLD HRESULT WUA_STDCALL driver_update_entry::get_DeviceProblemNumber(LONG* retval) noexcept
{
    return answer(retval, [&] { return LONG{m_facts.problem_number}; });
}

WUA_COLD HRESULT WUA_STDCALL driver_update_entry::get_DeviceStatus(LONG* retval) noexcept
{
    return answer(retval, [&] { return LONG{m_facts.status}; });
}

WUA_COLD driver_update::driver_update(update_pointer item)
    : forwarded_update(make<update>(item)),
      m_item(std::move(item)),
      m_source(forwarded().query<IUpdateSource>())
{}

WUA_COLD const update_pointer* WUA_STDCALL driver_update::Item(const void* module) noexcept
{
    return module == &detail::module_tag ? &m_item : nullptr;
}

WUA_COLD void WUA_STDCALL driver_update::Settle(job_kind done, bool needs_restart) noexcept
{
    m_source->Settle(done, needs_restart);
}

WUA_COLD void WUA_STDCALL driver_update::Lock() noexcept
{
    m_source->Lock();
}

WUA_COLD HRESULT WUA_STDCALL driver_update::get_DriverClass(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(driver().driver_class); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update::get_DriverHardwareID(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(driver().hardware_id); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update::get_DriverManufacturer(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(driver().manufacturer); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update::get_DriverModel(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(driver().model); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update::get_DriverProvider(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(driver().provider); });
}

WUA_COLD HRESULT WUA_STDCALL driver_update::get_DriverVerDate(DATE* retval) noexcept
{
    return answer(retval, [&] { return driver().version_date; });
}

WUA_COLD HRESULT WUA_STDCALL driver_update::get_DeviceProblemNumber(LONG* retval) noexcept
{
    return answer(retval, [&] { return LONG{driver().problem_number}; });
}

WUA_COLD HRESULT WUA_STDCALL driver_update::get_DeviceStatus(LONG* retval) noexcept
{
    return answer(retval, [&] { return LONG{driver().status}; });
}

WUA_COLD HRESULT WUA_STDCALL
driver_update::get_WindowsDriverUpdateEntries(IWindowsDriverUpdateEntryCollection** retval) noexcept
{
    return answer(retval, [&] {
        std::vector<variant> made;
        for (const driver_details& one : m_item->details->drivers)
        {
            made.emplace_back(com_ptr<IWindowsDriverUpdateEntry>(make<driver_update_entry>(one)));
        }
        return com_ptr<IWindowsDriverUpdateEntryCollection>(
            make<detail::fixed_collection<IWindowsDriverUpdateEntryCollection, IWindowsDriverUpdateEntry*>>(
                std::move(made)));
    });
}

WUA_COLD const driver_details& driver_update::driver() const noexcept
{
    static const driver_details nothing{};
    return m_item->details->drivers.empty() ? nothing : m_item->details->drivers.front();
}

WUA_COLD com_ptr<IUpdate> make_any_update(update_pointer item)
{
    if (item != nullptr && item->details != nullptr && item->details->is_driver)
    {
        return com_ptr<IWindowsDriverUpdate5>(make<driver_update>(std::move(item)));
    }
    return make_update(std::move(item));
}

} // namespace wua
