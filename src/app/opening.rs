//! Handing an address to the system, after the person said so. Nothing here connects anywhere.

/// Opens an address in the program that the system has for it.
pub(crate) async fn open(address: String) {
    // Only pages: whatever else a system might do with an address, it is not asked to.
    if !address.starts_with("https://") && !address.starts_with("http://") {
        return;
    }
    let opened = tokio::task::spawn_blocking(move || open::that_detached(address)).await;
    match opened {
        Ok(Ok(())) => {}
        // The address stays out of the log.
        Ok(Err(error)) => tracing::warn!(kind = %error.kind(), "no program opens addresses"),
        Err(_) => tracing::warn!("an address was not opened"),
    }
}
