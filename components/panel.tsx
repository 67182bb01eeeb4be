"use client";
import { useTranslations } from "next-intl";
import { Component, Suspense, type ReactNode } from "react";
import { useRefresh } from "@/components/reach";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

/** A part of a page that comes when it is ready, and fails alone: the rest of the page stays. */
export function Panel({ loading, children }: { loading: ReactNode; children: ReactNode }) {
  return <Boundary><Suspense fallback={loading}>{children}</Suspense></Boundary>;
}

class Boundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }
  override render() {
    return this.state.hasFailed ? <PanelFailed onRetry={() => this.setState({ hasFailed: false })} /> : this.props.children;
  }
}

function PanelFailed({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations("common.error");
  const [refresh] = useRefresh();
  const retry = () => {
    refresh();
    onRetry();
  };
  return <Alert tone="danger" title={t("panel")} actions={<Button size="sm" variant="outline" onClick={retry}>{t("retry")}</Button>}>{t("panelDescription")}</Alert>;
}
