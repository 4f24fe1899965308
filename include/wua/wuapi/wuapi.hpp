// SPDX-License-Identifier: MIT
#pragma once

// All of WUA's interfaces, enumerations, class identifiers and error codes.

#include <wua/wuapi/agent_errors.hpp>
#include <wua/wuapi/automatic_updates.hpp>
#include <wua/wuapi/automatic_updates_errors.hpp>
#include <wua/wuapi/category.hpp>
#include <wua/wuapi/class_ids.hpp>
#include <wua/wuapi/download_callbacks.hpp>
#include <wua/wuapi/download_content.hpp>
#include <wua/wuapi/download_errors.hpp>
#include <wua/wuapi/download_job.hpp>
#include <wua/wuapi/download_progress.hpp>
#include <wua/wuapi/download_result.hpp>
#include <wua/wuapi/enums.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/handler_errors.hpp>
#include <wua/wuapi/image_information.hpp>
#include <wua/wuapi/installation_behavior.hpp>
#include <wua/wuapi/installation_callbacks.hpp>
#include <wua/wuapi/installation_job.hpp>
#include <wua/wuapi/installation_result.hpp>
#include <wua/wuapi/machine_enums.hpp>
#include <wua/wuapi/store_errors.hpp>
#include <wua/wuapi/string_collection.hpp>
#include <wua/wuapi/success_codes.hpp>
#include <wua/wuapi/system_information.hpp>
#include <wua/wuapi/transfer_errors.hpp>
#include <wua/wuapi/transport_errors.hpp>
#include <wua/wuapi/update.hpp>
#include <wua/wuapi/update_collection.hpp>
#include <wua/wuapi/update_downloader.hpp>
#include <wua/wuapi/update_ex.hpp>
#include <wua/wuapi/update_exception.hpp>
#include <wua/wuapi/update_history.hpp>
#include <wua/wuapi/update_identity.hpp>
#include <wua/wuapi/update_installer.hpp>
#include <wua/wuapi/update_lockdown.hpp>
#include <wua/wuapi/update_searcher.hpp>
#include <wua/wuapi/update_service.hpp>
#include <wua/wuapi/update_session.hpp>
#include <wua/wuapi/web_proxy.hpp>
#include <wua/wuapi/windows_driver_update.hpp>
