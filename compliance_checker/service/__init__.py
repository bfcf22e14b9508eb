"""The edge over HTTP and WebSocket: it translates and decides nothing."""
