// The window's page: joins the program's channel, then shows the map.
window.started = window.Dateline.startWindow(
  () => new Promise((resolve) => new window.QWebChannel(window.qt.webChannelTransport, (channel) => resolve(channel.objects.bridge))),
);
window.started.then((view) => (window.view = view));
